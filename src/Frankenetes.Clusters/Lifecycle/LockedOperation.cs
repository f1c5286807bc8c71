using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Runs work under a cluster's lock, and ends it when the lock is lost.</summary>
internal static class LockedOperation
{
    /// <summary>Opens the cluster first.</summary>
    /// <exception cref="FrankenetesException">ClusterNotFound, ClusterRecordDamaged, and what the lock says.</exception>
    public static async Task<T> RunAsync<T>(
        AzureConnection connection, ClusterOptions options, Operation operation, Func<ClusterHandle, ClusterLock, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var cluster = await new ClusterFinder(connection, options).OpenAsync(operation.Cluster, cancellationToken).ConfigureAwait(false);
        return await RunAsync(cluster, operation, (held, stop) => work(cluster, held, stop), cancellationToken).ConfigureAwait(false);
    }

    public static async Task<T> RunAsync<T>(
        ClusterHandle cluster, Operation operation, Func<ClusterLock, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var held = await cluster.LockAsync(operation, cancellationToken).ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.Lost);
        try
        {
            return await work(held, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (held.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw held.LostFailure();
        }
    }
}
