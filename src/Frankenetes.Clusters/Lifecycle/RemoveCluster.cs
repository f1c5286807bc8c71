using Azure;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Plans;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Remove-FrankenetesCluster: both resource groups with all that is in them, by their tags. Needs no record.</summary>
internal sealed class RemoveCluster(AzureConnection connection, ClusterOptions options, IProgress<OperationProgress>? progress)
{
    public const string Kind = "Remove";

    /// <summary>Removes; a cluster that is not there is no failure.</summary>
    /// <returns>Whether there was anything to remove.</returns>
    public async Task<bool> RunAsync(string name, CancellationToken cancellationToken)
    {
        var operation = new Operation(Kind, name, progress);
        if (!await IsThereAsync(name, cancellationToken).ConfigureAwait(false))
            return false;
        var steps = new Step[]
        {
            new("mark", "Marking the cluster as being removed", stop => MarkAsync(name, operation, stop)),
            new("delete", "Deleting all resources", stop => new Deletions(options.Time, connection.Environment.PollInterval).RunAsync(
                again => FindAsync(name, again), (group, again) => connection.ResourceGroups.DeleteAsync(group, WaitUntil.Started, again), stop)),
        };
        await operation.RunAsync(steps, null, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Whether there is anything of the cluster.</summary>
    public async Task<bool> IsThereAsync(string name, CancellationToken cancellationToken) => (await FindAsync(name, cancellationToken).ConfigureAwait(false)).Count > 0;

    private async Task<IReadOnlyList<string>> FindAsync(string name, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var group in new[] { name, ClusterNames.PodResourceGroupOf(name) })
        {
            if (await connection.ResourceGroups.GetAsync(group, cancellationToken).ConfigureAwait(false) is { } there && IsOurs(there.Tags, name))
                found.Add(group);
        }

        return found;
    }

    private static bool IsOurs(IDictionary<string, string> tags, string name) =>
        ClusterTags.IdOf(tags) is not null && tags.TryGetValue(ClusterTags.Cluster, out var cluster) && cluster.Equals(name, StringComparison.OrdinalIgnoreCase)
        && tags.TryGetValue(ClusterTags.Role, out var role) && role is ClusterTags.ClusterRole or ClusterTags.PodsRole;

    // Whoever works on the cluster is waited for; a record that is missing or damaged keeps nothing from being removed.
    private async Task MarkAsync(string name, Operation operation, CancellationToken cancellationToken)
    {
        try
        {
            var cluster = await new ClusterFinder(connection, options).OpenAsync(name, cancellationToken).ConfigureAwait(false);
            await using var held = await cluster.LockAsync(operation, cancellationToken).ConfigureAwait(false);
            await held.BeginAsync(Kind, ClusterState.Removing, options, cancellationToken).ConfigureAwait(false);
        }
        catch (FrankenetesException absent) when (absent.ErrorId is nameof(ErrorCatalog.ClusterRecordDamaged) or nameof(ErrorCatalog.ClusterNotFound))
        {
            // Goes by tags.
        }
        catch (RequestFailedException half) when (half.Status == 404)
        {
            // An earlier run got as far as the account.
        }
    }
}
