using Frankenetes.Clusters.Records;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Runs work under a cluster's lock, and ends it when the lock is lost.</summary>
internal static class LockedOperation
{
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
