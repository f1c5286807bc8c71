using Azure;
using Frankenetes.Clusters.Plans;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>The container groups of a cluster's pods.</summary>
internal sealed class PodGroups(ClusterHandle cluster)
{
    /// <summary>Deletes all of them, or those of one node, and waits until none is left.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken, string? node = null) => cluster.Deletions.RunAsync(
        async stop => [.. (await ListAsync(node, stop).ConfigureAwait(false)).Select(group => group.Name!)],
        (name, stop) => cluster.Groups.DeleteAsync(cluster.Names.PodResourceGroup, name, WaitUntil.Started, stop),
        cancellationToken);

    /// <summary>Whether there are any.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken) => (await ListAsync(null, cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>The UIDs of the pods that they were made for.</summary>
    public async Task<IReadOnlySet<string>> UidsAsync(CancellationToken cancellationToken) =>
        (await ListAsync(null, cancellationToken).ConfigureAwait(false)).Select(group => group.Tags.TryGetValue(ClusterTags.PodUid, out var uid) ? uid : "").ToHashSet();

    private async Task<List<ContainerGroupData>> ListAsync(string? node, CancellationToken cancellationToken)
    {
        var groups = new List<ContainerGroupData>();
        await foreach (var group in cluster.Groups.ListAsync(cluster.Names.PodResourceGroup, cancellationToken).ConfigureAwait(false))
        {
            if (ClusterTags.AreOf(group.Tags, cluster.Names.Id) && (node is null || (group.Tags.TryGetValue(ClusterTags.Node, out var of) && of == node)))
                groups.Add(group);
        }

        return groups;
    }
}
