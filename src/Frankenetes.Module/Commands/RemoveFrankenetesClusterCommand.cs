using System.Management.Automation;
using Frankenetes.Clusters.Costs;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Removes clusters with all their data. Works by tags, so a cluster that was never completed goes as well, and what a removal that was broken off has left.</summary>
/// <example><code>Remove-FrankenetesCluster dev</code>Removes a cluster with all its data, after having asked.</example>
/// <example><code>Get-FrankenetesCluster ci-* | Remove-FrankenetesCluster -Force</code>Removes all clusters whose names begin with ci-, without asking.</example>
[Cmdlet(VerbsCommon.Remove, "FrankenetesCluster", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveFrankenetesClusterCommand : NamedClustersCommand
{
    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Removes each cluster.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in FindClusters(Name, IsThereAsync))
        {
            var isTold = IsVerbose;
            if (IsMeant(name))
                Pump((output, stop) => RemoveAsync(name, isTold, output, stop), name);
        }
    }

    // -Force answers the question and nothing else: -WhatIf still only shows, -Confirm still asks.
    private bool IsMeant(string name) => (Force && !IsShown) || ShouldProcess(name, "Remove the cluster with all its data");

    // What an earlier run has left is no cluster any more and still to be removed.
    private static async Task<bool> IsThereAsync(string name, CancellationToken stop) =>
        await new RemoveCluster(await Session.GetAsync(stop).ConfigureAwait(false), ClusterHost.Options, null).IsThereAsync(name, stop).ConfigureAwait(false);

    private static async Task RemoveAsync(string name, bool isTold, ICmdletOutput output, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        // Its ledger goes with it.
        if (isTold && await new CostReader(connection, ClusterHost.Options).SumAsync(name, stop).ConfigureAwait(false) is { } sum)
            output.Verbose($"Cluster '{name}': {sum}");
        var remove = new RemoveCluster(connection, ClusterHost.Options, new OperationBar(output, "Removing cluster"));
        if (!await remove.RunAsync(name, stop).ConfigureAwait(false))
            output.Verbose($"Cluster '{name}' is gone already.");
    }
}
