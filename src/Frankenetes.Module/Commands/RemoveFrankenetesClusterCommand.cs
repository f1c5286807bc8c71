using System.Management.Automation;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Removes clusters with all their data. Works by tags, so a cluster that was never completed goes as well; one that is not there is no failure.</summary>
[Cmdlet(VerbsCommon.Remove, "FrankenetesCluster", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveFrankenetesClusterCommand : FrankenetesCommand
{
    /// <summary>The clusters' names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Removes each cluster.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            if (IsMeant(name))
                Pump((output, stop) => RemoveAsync(name, output, stop), name);
        }
    }

    // -Force answers the question and nothing else: -WhatIf still only shows, -Confirm still asks.
    private bool IsMeant(string name)
    {
        var given = MyInvocation.BoundParameters;
        var isAsked = given.ContainsKey("Confirm") || given.ContainsKey("WhatIf") || LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
        return (Force && !isAsked) || ShouldProcess(name, "Remove the cluster with all its data");
    }

    private static async Task RemoveAsync(string name, ICmdletOutput output, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        var remove = new RemoveCluster(connection, ClusterHost.Options, new OperationBar(output, "Removing cluster"));
        if (!await remove.RunAsync(name, stop).ConfigureAwait(false))
            output.Verbose($"There is no cluster '{name}'.");
    }
}
