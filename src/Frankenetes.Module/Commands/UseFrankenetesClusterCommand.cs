using System.Management.Automation;
using Frankenetes.Clusters.Kubeconfigs;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Kubeconfigs;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Points kubectl and this session at a cluster: kubectl's current context is the cluster's from now on, and cmdlets for pods mean it where no -ClusterName says otherwise.</summary>
/// <example><code>Use-FrankenetesCluster dev; kubectl get nodes</code>Adds the cluster to the file that kubectl reads, and makes it the current one.</example>
/// <example><code>New-FrankenetesCluster ci | Use-FrankenetesCluster -PassThru</code>Makes a cluster and uses it.</example>
[Cmdlet(VerbsOther.Use, "FrankenetesCluster", SupportsShouldProcess = true)]
[OutputType(typeof(FrankenetesCluster))]
public sealed class UseFrankenetesClusterCommand : FrankenetesCommand
{
    /// <summary>The cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterName")]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The kubeconfig; the one that kubectl reads when left out (the first of KUBECONFIG, else ~/.kube/config). Everything else in it stays.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Takes the names of a context or cluster that is another's.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the cluster.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Uses the cluster.</summary>
    protected override void ProcessRecord()
    {
        var name = Name.ToLowerInvariant();
        var path = FullPath(Path) ?? KubeconfigFile.OfKubectl;
        if (ShouldProcess(path, $"Make cluster '{name}' the current one"))
            Pump((output, stop) => UseAsync(name, path, output, stop), name);
    }

    private async Task UseAsync(string name, string path, ICmdletOutput output, CancellationToken stop)
    {
        var text = await KubeconfigFile.TextAsync(name, null, [], stop).ConfigureAwait(false);
        await KubeconfigMerge.RunAsync(path, text, KubeconfigNames.Of(name, null), use: true, Force, stop).ConfigureAwait(false);
        Session.Cluster = name;
        output.Verbose($"kubectl's context in '{path}' is '{name}' now.");
        if (!PassThru)
            return;
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        foreach (var cluster in await new ClusterReader(connection, ClusterHost.Options).ListAsync(other => other == name, stop).ConfigureAwait(false))
            output.Object(cluster);
    }
}
