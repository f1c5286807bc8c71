using System.Collections;

namespace Frankenetes.Module.Completion;

/// <summary>Completes namespaces of the cluster that the command line names.</summary>
internal sealed class NamespaceCompleter : NameCompleter
{
    protected override string Key(IDictionary bound) => Bound(bound, "ClusterName") ?? "";

    protected override async Task<IReadOnlyList<string>> AskAsync(IDictionary bound) =>
        await ConnectAsync(bound).ConfigureAwait(false) is { } client ? await client.NamespacesAsync(CancellationToken.None).ConfigureAwait(false) : [];
}
