using System.Management.Automation;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Looks at every part of clusters and says what is not as it should be, and what to do. Changes nothing; a cluster that sleeps is looked at in storage and stays asleep.</summary>
/// <example><code>Test-FrankenetesCluster dev | ForEach-Object Findings</code>Says what is wrong with a cluster; nothing is written where all is well.</example>
/// <example><code>Test-FrankenetesCluster | Where-Object -Not Healthy</code>Shows the clusters that need somebody.</example>
/// <example><code>if (-not (Test-FrankenetesCluster ci -Quiet)) { throw 'The cluster is not healthy.' }</code>Asks in a script.</example>
[Cmdlet(VerbsDiagnostic.Test, "FrankenetesCluster")]
[OutputType(typeof(FrankenetesClusterTest))]
[OutputType(typeof(bool))]
public sealed class TestFrankenetesClusterCommand : FrankenetesCommand
{
    /// <summary>The clusters' names or patterns; all clusters when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Writes True where the cluster is healthy, else False, and nothing more.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Writes the result for each cluster.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in FindClusters(Name))
            Pump((output, stop) => TestAsync(name, output, stop), name);
    }

    private async Task TestAsync(string name, ICmdletOutput output, CancellationToken stop)
    {
        var result = await new ClusterExamination(await Session.GetAsync(stop).ConfigureAwait(false), ClusterHost.Options).RunAsync(name, stop).ConfigureAwait(false);
        output.Object(Quiet ? result.Healthy : result);
    }
}
