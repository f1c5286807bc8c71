using System.Collections;
using Frankenetes.Clusters.Observation;
using Frankenetes.Module.Connections;

namespace Frankenetes.Module.Completion;

/// <summary>Completes nodes of the cluster that the command line names.</summary>
internal sealed class NodeNameCompleter : NameCompleter
{
    protected override string Key(IDictionary bound) => Bound(bound, "ClusterName") ?? "";

    protected override async Task<IReadOnlyList<string>> AskAsync(IDictionary bound) =>
        Bound(bound, "ClusterName") is { } cluster && await Session.FindAsync(CancellationToken.None).ConfigureAwait(false) is { } connection
            ? [.. (await new ClusterReader(connection, ClusterHost.Options).NodesAsync(cluster, CancellationToken.None).ConfigureAwait(false)).Select(node => node.Name)]
            : [];
}
