using System.Collections;

namespace Frankenetes.Module.Completion;

/// <summary>Completes nodes of the cluster that the command line names.</summary>
internal sealed class NodeNameCompleter : NameCompleter
{
    protected override string Key(IDictionary bound) => Bound(bound, "ClusterName") ?? "";

    protected override async Task<IReadOnlyList<string>> AskAsync(IDictionary bound) =>
        await ConnectAsync(bound).ConfigureAwait(false) is { } client ? await client.NodeNamesAsync(CancellationToken.None).ConfigureAwait(false) : [];
}
