using Azure;
using Frankenetes.Clusters.Plans;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>The container groups of a cluster's pods.</summary>
internal sealed class PodGroups(ClusterHandle cluster)
{
    private const int DeletesAtOnce = 8;

    /// <summary>Deletes all of them, or those of one node, and waits until none is left.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken, string? node = null)
    {
        var asked = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var options = new ParallelOptions { MaxDegreeOfParallelism = DeletesAtOnce, CancellationToken = cancellationToken };
        while (true)
        {
            var left = await ListAsync(node, cancellationToken).ConfigureAwait(false);
            if (left.Count == 0)
                return;
            await Parallel.ForEachAsync(left.Where(asked.Add).ToList(), options, async (name, stop) => await cluster.Connection.ContainerGroups
                .DeleteAsync(cluster.Names.PodResourceGroup, name, WaitUntil.Started, stop).ConfigureAwait(false)).ConfigureAwait(false);
            await Task.Delay(cluster.Connection.Environment.PollInterval, cluster.Options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<string>> ListAsync(string? node, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var group in cluster.Connection.ContainerGroups.ListAsync(cluster.Names.PodResourceGroup, cancellationToken).ConfigureAwait(false))
        {
            if (ClusterTags.AreOf(group.Tags, cluster.Names.Id) && (node is null || (group.Tags.TryGetValue(ClusterTags.Node, out var of) && of == node)))
                names.Add(group.Name!);
        }

        return names;
    }
}
