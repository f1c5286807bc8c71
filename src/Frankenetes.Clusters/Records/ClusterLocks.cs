using Azure;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Records;

/// <summary>Takes the lock on a cluster.</summary>
/// <param name="self">This process.</param>
/// <param name="isAlive">Whether a process of this machine lives.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterLocks(LockHolder self, Func<LockHolder, bool> isAlive, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = ClusterLock.Length + TimeSpan.FromSeconds(5);

    /// <summary>Who holds the locks that are taken here.</summary>
    public LockHolder Self => self;

    /// <summary>
    /// Takes the lock. A holder that died on this machine is passed by at once; any other lease is waited for as long as a dead
    /// holder's can last.
    /// </summary>
    /// <param name="store">The cluster's records.</param>
    /// <param name="cluster">The cluster's name, for messages.</param>
    /// <param name="waiting">Told once when there is something to wait for; null for nobody.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FrankenetesException">ClusterBusy, or ClusterRecordDamaged when there is no record.</exception>
    public async Task<ClusterLock> TakeAsync(RecordStore store, string cluster, Action<string>? waiting, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var first = true; ; first = false)
        {
            var holder = (await ReadAsync(store, cluster, cancellationToken).ConfigureAwait(false)).Record.Operation?.Holder;
            var lease = store.Lease();
            try
            {
                if (first && holder is not null && holder.Machine == self.Machine && holder != self && !isAlive(holder))
                    await BreakAsync(store, cancellationToken).ConfigureAwait(false);
                await lease.AcquireAsync(ClusterLock.Length, cancellationToken: cancellationToken).ConfigureAwait(false);
                var (record, version) = await ReadAsync(store, cluster, cancellationToken).ConfigureAwait(false);
                return new ClusterLock(store, lease, record, version, time);
            }
            catch (RequestFailedException held) when (held.ErrorCode is "LeaseAlreadyPresent" or "LeaseIsBreakingAndCannotBeAcquired")
            {
                if (time.GetElapsedTime(began) > Patience)
                    throw new FrankenetesException(ErrorCatalog.ClusterBusy, $"Another session is changing cluster '{cluster}'.", cluster, held);
                if (first)
                    waiting?.Invoke("Another session holds the cluster; waiting");
                await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task BreakAsync(RecordStore store, CancellationToken cancellationToken)
    {
        try
        {
            await store.Lease().BreakAsync(TimeSpan.Zero, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException none) when (none.ErrorCode is "LeaseNotPresentWithLeaseOperation")
        {
            // It ran out by itself.
        }
    }

    private static async Task<(ClusterRecord Record, ETag Version)> ReadAsync(RecordStore store, string cluster, CancellationToken cancellationToken) =>
        await store.ReadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new FrankenetesException(ErrorCatalog.ClusterRecordDamaged, $"Cluster '{cluster}' has no record.", cluster);
}
