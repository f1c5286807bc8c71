using System.Collections;
using Frankenetes.Clusters.Observation;
using Frankenetes.Module.Connections;

namespace Frankenetes.Module.Completion;

/// <summary>Completes clusters' names.</summary>
internal sealed class ClusterNameCompleter : NameCompleter
{
    protected override string Key(IDictionary bound) => "";

    protected override async Task<IReadOnlyList<string>> AskAsync(IDictionary bound) =>
        await Session.FindAsync(CancellationToken.None).ConfigureAwait(false) is { } connection
            ? await new ClusterReader(connection, ClusterHost.Options).NamesAsync(CancellationToken.None).ConfigureAwait(false)
            : [];
}
