using System.Collections;
using Frankenetes.Module.Pods;

namespace Frankenetes.Module.Completion;

/// <summary>Completes pods of the cluster and namespace that the command line names.</summary>
internal sealed class PodNameCompleter : NameCompleter
{
    private const int Most = 500;

    protected override string Key(IDictionary bound) => $"{Bound(bound, "ClusterName")} {Bound(bound, "Namespace")} {bound["AllNamespaces"]}";

    protected override async Task<IReadOnlyList<string>> AskAsync(IDictionary bound)
    {
        if (await ConnectAsync(bound).ConfigureAwait(false) is not { } client)
            return [];
        var scope = new PodScope(null, Bound(bound, "Namespace") is { } named ? [named] : null, bound.Contains("AllNamespaces"), null);
        var names = new List<string>();
        foreach (var query in scope.Queries())
        {
            await foreach (var pod in client.ListAsync(query, CancellationToken.None).ConfigureAwait(false))
            {
                if (scope.Match(pod))
                    names.Add(pod.Name);
                if (names.Count == Most)
                    return names;
            }
        }

        return names;
    }
}
