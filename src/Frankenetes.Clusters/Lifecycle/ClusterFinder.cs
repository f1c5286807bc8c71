using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Finds clusters by the tags of their resource groups.</summary>
internal sealed class ClusterFinder(AzureConnection connection, ClusterOptions options)
{
    /// <summary>The names of one cluster, as its tags spell them: Azure finds a resource group whatever the case. Null when there is none.</summary>
    public async Task<ClusterNames?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var group = await connection.ResourceGroups.GetAsync(name, cancellationToken).ConfigureAwait(false);
        return group is null ? null : NamesOf(group);
    }

    /// <summary>The names of all clusters of the subscription, in order.</summary>
    public async Task<IReadOnlyList<(ClusterNames Names, string Location)>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<(ClusterNames, string)>();
        await foreach (var group in connection.ResourceGroups.ListAsync(ClusterTags.Role, ClusterTags.ClusterRole, cancellationToken).ConfigureAwait(false))
        {
            if (NamesOf(group) is { } names)
                found.Add((names, group.Location));
        }

        return [.. found.OrderBy(cluster => cluster.Item1.Cluster, StringComparer.Ordinal)];
    }

    /// <summary>Opens a cluster's storage.</summary>
    /// <exception cref="FrankenetesException">ClusterNotFound, or ClusterRecordDamaged when its record account is gone.</exception>
    public async Task<ClusterHandle> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var names = await FindAsync(name, cancellationToken).ConfigureAwait(false)
            ?? throw new FrankenetesException(ErrorCatalog.ClusterNotFound, $"There is no cluster '{name}'.", name);
        return await OpenAsync(names, cancellationToken).ConfigureAwait(false)
            ?? throw new FrankenetesException(ErrorCatalog.ClusterRecordDamaged, $"Cluster '{name}' has no record account.", name);
    }

    /// <summary>Opens a cluster's storage; null when its record account is gone.</summary>
    public async Task<ClusterHandle?> OpenAsync(ClusterNames names, CancellationToken cancellationToken) =>
        await RecordAccount.FindAsync(connection, names, cancellationToken).ConfigureAwait(false) is { } account
            ? new ClusterHandle(connection, names, account, options)
            : null;

    private static ClusterNames? NamesOf(ResourceGroupData group) =>
        ClusterTags.IdOf(group.Tags) is { } id && group.Tags.TryGetValue(ClusterTags.Role, out var role) && role == ClusterTags.ClusterRole
            ? new ClusterNames(group.Tags.TryGetValue(ClusterTags.Cluster, out var name) ? name : group.Name!, id)
            : null;
}
