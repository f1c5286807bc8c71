using System.Management.Automation;
using Frankenetes.Clusters.Costs;
using Frankenetes.Contracts;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Tells what clusters used, group by group and second by second, and what that costs by Azure's list prices. A suspended cluster costs its storage alone. On the local Azure, which bills nothing, it is what Azure would.</summary>
/// <example><code>Measure-FrankenetesCost dev</code>Tells what a cluster has cost so far: compute and storage.</example>
/// <example><code>Get-FrankenetesCluster | Measure-FrankenetesCost -Since (Get-Date).AddDays(-7) -By Namespace</code>Tells what each namespace of every cluster used in the last week.</example>
/// <example><code>(Measure-FrankenetesCost dev).Prices</code>Shows the prices that were applied, with their days and sources.</example>
[Cmdlet(VerbsDiagnostic.Measure, "FrankenetesCost")]
[OutputType(typeof(FrankenetesCost))]
public sealed class MeasureFrankenetesCostCommand : FrankenetesCommand
{
    /// <summary>The clusters' names or patterns; all clusters when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] ClusterName { get; set; } = ["*"];

    /// <summary>From when on it is counted; since the cluster was made when left out.</summary>
    [Parameter]
    public DateTime? Since { get; set; }

    /// <summary>Until when it is counted; until now when left out.</summary>
    [Parameter]
    public DateTime? Until { get; set; }

    /// <summary>What one row stands for: a cluster, a namespace, a pod, or a container group from its making to its end.</summary>
    [Parameter]
    public FrankenetesCostScope By { get; set; } = FrankenetesCostScope.Cluster;

    /// <summary>Refuses a time that ends before it begins.</summary>
    protected override void BeginProcessing()
    {
        if (Since is { } since && Until is { } until && Utc(until) <= Utc(since))
            Refuse(new FrankenetesException(ErrorCatalog.InvalidValue, $"-Until ({until:s}) is not after -Since ({since:s}).", nameof(Until)), Until);
    }

    /// <summary>Measures each cluster.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in FindClusters(ClusterName))
            Pump((output, stop) => MeasureAsync(name, output, stop), name);
    }

    private async Task MeasureAsync(string name, ICmdletOutput output, CancellationToken stop)
    {
        var reader = new CostReader(await Session.GetAsync(stop).ConfigureAwait(false), ClusterHost.Options);
        var rows = await reader.MeasureAsync(name, new CostRequest(Utc(Since), Utc(Until), By), output.Warning, stop).ConfigureAwait(false);
        foreach (var row in rows)
            output.Object(row);
        // Said once for each cluster, where a table would cut it off.
        foreach (var note in rows.Select(row => row.Note).OfType<string>().Distinct())
            output.Verbose($"Cluster '{name}': {note}");
    }

    // A time without a zone is one of this machine, as Get-Date's are.
    private static DateTimeOffset? Utc(DateTime? time) => time is { } given ? new DateTimeOffset(given.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(given, DateTimeKind.Local) : given).ToUniversalTime() : null;
}
