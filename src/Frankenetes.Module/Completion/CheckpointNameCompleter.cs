using System.Collections;
using System.Management.Automation;
using Frankenetes.Clusters.Checkpoints;
using Frankenetes.Module.Connections;

namespace Frankenetes.Module.Completion;

/// <summary>Completes checkpoints of the cluster that the command line names.</summary>
internal sealed class CheckpointNameCompleter : NameCompleter
{
    protected override string Key(IDictionary bound) => Cluster(bound) ?? "";

    protected override async Task<IReadOnlyList<string>> AskAsync(IDictionary bound)
    {
        if (Cluster(bound) is not { } cluster || await Session.FindAsync(CancellationToken.None).ConfigureAwait(false) is not { } connection)
            return [];
        var pattern = new WildcardPattern(cluster, WildcardOptions.IgnoreCase);
        var found = await new CheckpointReader(connection, ClusterHost.Options).ListAsync(pattern.IsMatch, CancellationToken.None).ConfigureAwait(false);
        return [.. found.SelectMany(cluster => cluster.Checkpoints).Select(checkpoint => checkpoint.Name).Distinct(StringComparer.Ordinal)];
    }

    // Restore's -Name is a cluster; where there is a -ClusterName, -Name is a checkpoint.
    private static string? Cluster(IDictionary bound) => Bound(bound, "ClusterName", "Name");
}
