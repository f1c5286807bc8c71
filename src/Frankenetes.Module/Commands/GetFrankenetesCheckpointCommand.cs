using System.Management.Automation;
using Frankenetes.Clusters.Checkpoints;
using Frankenetes.Contracts;
using Frankenetes.Module.Checkpoints;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Shows clusters' checkpoints, the newest first. The clusters need not run.</summary>
/// <example><code>Get-FrankenetesCheckpoint dev</code>Shows the cluster's checkpoints, the newest first.</example>
/// <example><code>Get-FrankenetesCluster ci-* | Get-FrankenetesCheckpoint | Where-Object { $_.Age.TotalDays -gt 7 } | Remove-FrankenetesCheckpoint</code>Removes what is older than a week.</example>
[Cmdlet(VerbsCommon.Get, "FrankenetesCheckpoint")]
[OutputType(typeof(FrankenetesCheckpoint))]
public sealed class GetFrankenetesCheckpointCommand : FrankenetesCommand
{
    /// <summary>The clusters' names or patterns; all clusters when left out.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ClusterName { get; set; }

    /// <summary>The checkpoints' names or patterns; all when left out.</summary>
    [Parameter(Position = 1)]
    [Alias("CheckpointName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CheckpointNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Clusters, whose checkpoints are meant, checkpoints, which are read once more, or objects with the properties ClusterName and Name.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>Writes the checkpoints.</summary>
    protected override void ProcessRecord() => Pump(ReadAsync, InputObject);

    private async Task ReadAsync(ICmdletOutput output, CancellationToken stop)
    {
        var item = InputObject is null ? null : CheckpointIdentity.Read(InputObject);
        var clusters = new NamePatterns(item is null ? ClusterName : [WildcardPattern.Escape(item.ClusterName)]);
        var names = new NamePatterns(item?.Name is { } one ? [one] : Name);
        var reader = new CheckpointReader(await Session.GetAsync(stop).ConfigureAwait(false), ClusterHost.Options);
        var listed = await reader.ListAsync(clusters.Match, stop).ConfigureAwait(false);
        var found = listed.SelectMany(cluster => cluster.Checkpoints).ToList();
        foreach (var checkpoint in found.Where(checkpoint => names.Match(checkpoint.Name)))
            output.Object(checkpoint);
        var absent = clusters.Missing(listed.Select(cluster => cluster.Cluster)).ToList();
        foreach (var missing in absent)
            output.Error(new FrankenetesException(ErrorCatalog.ClusterNotFound, $"There is no cluster '{missing}'.", missing), missing);
        if (absent.Count > 0)
            return;
        foreach (var missing in names.Missing(found.Select(checkpoint => checkpoint.Name)))
            output.Error(new FrankenetesException(ErrorCatalog.CheckpointNotFound, $"There is no checkpoint '{missing}'.", missing), missing);
    }
}
