using System.Management.Automation;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Puts clusters to sleep: all they hold goes into storage, all that computes is deleted. Run again after it was broken off, it goes on.</summary>
/// <example><code>Suspend-FrankenetesCluster dev</code>Puts a cluster to sleep: nothing runs any more, nothing is lost.</example>
/// <example><code>Suspend-FrankenetesCluster ci-* -Now -Confirm:$false</code>Puts several to sleep, without waiting for their pods to end as they would like.</example>
/// <example><code>Get-FrankenetesCluster | Suspend-FrankenetesCluster -IfIdle 30m -Confirm:$false</code>Puts to sleep whatever nobody has used for half an hour.</example>
[Cmdlet(VerbsLifecycle.Suspend, "FrankenetesCluster", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FrankenetesCluster))]
public sealed class SuspendFrankenetesClusterCommand : NamedClustersCommand
{
    /// <summary>Suspends even where no final snapshot can be had; what does not stand in storage is lost then, and a warning says how much.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Does not wait for pods: their grace periods and preStop hooks are left out.</summary>
    [Parameter]
    public SwitchParameter Now { get; set; }

    /// <summary>
    /// Suspends only where the cluster has been idle for so long, such as 30m: no change by people or workloads, and no pod that runs, save those with the annotation
    /// frankenetes.io/ignored-when-idle: "true". Any other cluster stays as it is, and -Verbose says why.
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? IfIdle { get; set; }

    /// <summary>Suspends each cluster.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in FindClusters(Name))
        {
            if (ShouldProcess(name, "Seal a final snapshot and delete every container group"))
                Pump((output, stop) => SuspendAsync(name, output, stop), name);
        }
    }

    private async Task SuspendAsync(string name, ICmdletOutput output, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        var suspend = new SuspendCluster(connection, ClusterHost.Options, new OperationBar(output, "Suspending cluster"));
        var record = await suspend.RunAsync(new SuspendRequest(name, Force, Now, IfIdle), output.Warning, output.Verbose, stop).ConfigureAwait(false);
        output.Object(new ClusterReader(connection, ClusterHost.Options).Describe(record));
    }
}
