using Frankenetes.Clusters.Pods;
using Frankenetes.Contracts;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Pods;

/// <summary>Which pods of a cluster a cmdlet's parameters mean, as questions for the API server and what is left to be picked here.</summary>
internal sealed class PodScope
{
    public const string DefaultNamespace = "default";
    private static readonly string?[] Any = [null];
    private readonly NamePatterns _names;
    private readonly NamePatterns _namespaces;
    private readonly string? _selector;
    private readonly bool _everywhere;

    /// <param name="names">Pods' names or patterns; null means all.</param>
    /// <param name="namespaces">Namespaces or patterns; null means <see cref="DefaultNamespace"/>.</param>
    /// <param name="allNamespaces">Every namespace, whatever is named.</param>
    /// <param name="selector">A label selector; null selects all.</param>
    public PodScope(string[]? names, string[]? namespaces, bool allNamespaces, string? selector)
    {
        _names = new NamePatterns(names);
        _namespaces = new NamePatterns(allNamespaces ? null : namespaces ?? [DefaultNamespace]);
        (_selector, _everywhere) = (selector, _namespaces.NeedList);
    }

    /// <summary>One question for each name in each namespace where all are plain; else one for all pods of a namespace, or of the cluster.</summary>
    /// <exception cref="FrankenetesException">InvalidValue, for what can be no name.</exception>
    public IReadOnlyList<PodQuery> Queries()
    {
        var namespaces = _everywhere ? Any : (IEnumerable<string?>)_namespaces.Texts.Select(name => PodKey.CheckName(name, "a namespace")).Distinct();
        var names = _names.NeedList ? Any : (IEnumerable<string?>)_names.Texts.Select(name => PodKey.CheckName(name, "a pod")).Distinct();
        return [.. namespaces.SelectMany(_ => names, (place, name) => new PodQuery(place, name, _selector))];
    }

    public bool Match(FrankenetesPod pod) => _names.Match(pod.Name) && (!_everywhere || _namespaces.Match(pod.Namespace));

    /// <summary>The pods, each as soon as it is known.</summary>
    public async Task ListAsync(PodClient client, Action<FrankenetesPod> found, CancellationToken stop)
    {
        foreach (var query in Queries())
        {
            await foreach (var pod in client.ListAsync(query, stop).ConfigureAwait(false))
            {
                if (Match(pod))
                    found(pod);
            }
        }
    }

    /// <summary>The failures to tell of plain names that nothing was found for. A selector is a filter: what it leaves out is not missing.</summary>
    public IEnumerable<FrankenetesException> Missing(IEnumerable<string> found, string cluster)
    {
        var place = _everywhere ? "any namespace that was looked in" : $"namespace '{string.Join("', '", _namespaces.Texts)}'";
        return _selector is not null ? [] : _names.Missing(found).Select(name =>
            new FrankenetesException(ErrorCatalog.PodNotFound, $"There is no pod '{name}' in {place} of cluster '{cluster}'.", name));
    }
}
