using System.Management.Automation;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Wakes suspended clusters: the same objects at the same revision, the same pods. Run again after it was broken off, it goes on.</summary>
/// <example><code>Resume-FrankenetesCluster dev</code>Wakes a cluster: the same objects, the same pods.</example>
/// <example><code>(Resume-FrankenetesCluster dev).LastResume</code>Wakes a cluster and shows how long it slept, what came back, and what ran out meanwhile.</example>
/// <example><code>Get-FrankenetesCluster | Where-Object State -EQ Suspended | Resume-FrankenetesCluster</code>Wakes all that sleep.</example>
[Cmdlet(VerbsLifecycle.Resume, "FrankenetesCluster", SupportsShouldProcess = true)]
[OutputType(typeof(FrankenetesCluster))]
public sealed class ResumeFrankenetesClusterCommand : NamedClustersCommand
{
    /// <summary>Resumes although the record lacks something; the refusal without it says what is lost.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Resumes each cluster.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in FindClusters(Name))
        {
            if (ShouldProcess(name, "Start the control plane and every pod again"))
                Pump((output, stop) => ResumeAsync(name, output, stop), name);
        }
    }

    private async Task ResumeAsync(string name, ICmdletOutput output, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        var resume = new ResumeCluster(connection, ClusterHost.Options, new OperationBar(output, "Resuming cluster"));
        var record = await resume.RunAsync(name, Force, output.Warning, stop).ConfigureAwait(false);
        output.Object(new ClusterReader(connection, ClusterHost.Options).Describe(record));
    }
}
