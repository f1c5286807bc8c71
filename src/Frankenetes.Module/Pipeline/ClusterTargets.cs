using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;

namespace Frankenetes.Module.Pipeline;

/// <summary>Which clusters names and patterns mean.</summary>
internal static class ClusterTargets
{
    /// <summary>The clusters' own names, each once: case is no matter, and a plain name that leads to none is an error.</summary>
    public static async Task ReadAsync(
        string[] names, Func<string, CancellationToken, Task<bool>>? isThere, ICollection<string> found, ICmdletOutput output, CancellationToken stop)
    {
        var patterns = new NamePatterns(names);
        var reader = new ClusterReader(await Session.GetAsync(stop).ConfigureAwait(false), ClusterHost.Options);
        var all = await reader.NamesAsync(stop).ConfigureAwait(false);
        foreach (var name in all.Where(patterns.Match))
            found.Add(name);
        foreach (var missing in patterns.Missing(all))
        {
            if (isThere is not null && await isThere(missing, stop).ConfigureAwait(false))
                found.Add(missing);
            else
                output.Error(new FrankenetesException(ErrorCatalog.ClusterNotFound, $"There is no cluster '{missing}'.", missing), missing);
        }
    }
}
