using Azure;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Records;

/// <summary>Takes the locks on clusters.</summary>
/// <param name="self">This process.</param>
/// <param name="journal">What this machine's processes took.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterLocks(LockHolder self, LeaseJournal journal, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = ClusterLock.Length + TimeSpan.FromSeconds(5);

    /// <summary>Who holds the locks that are taken here.</summary>
    public LockHolder Self => self;

    /// <summary>
    /// Takes the lock. The lease of a process that died on this machine is given back at once; any other one is waited for as long as a dead
    /// holder's can last.
    /// </summary>
    /// <param name="store">The cluster's records.</param>
    /// <param name="id">The cluster's id.</param>
    /// <param name="cluster">The cluster's name, for messages.</param>
    /// <param name="waiting">Told once when there is something to wait for.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FrankenetesException">ClusterBusy, or ClusterRecordDamaged when there is no record.</exception>
    public async Task<ClusterLock> TakeAsync(RecordStore store, Guid id, string cluster, Action<string> waiting, CancellationToken cancellationToken)
    {
        await GiveBackAbandonedAsync(store, id, cancellationToken).ConfigureAwait(false);
        var leaseId = Guid.NewGuid().ToString("D");
        await journal.NoteAsync(id, leaseId, cancellationToken).ConfigureAwait(false);
        try
        {
            await AcquireAsync(store, leaseId, cluster, waiting, cancellationToken).ConfigureAwait(false);
            var (record, version) = await ReadAsync(store, cluster, cancellationToken).ConfigureAwait(false);
            return new ClusterLock(store, store.Lease(leaseId), record, version, time, givenBack => End(id, leaseId, givenBack));
        }
        catch
        {
            // Whether it was taken is not known: the answer may be what failed.
            End(id, leaseId, false);
            throw;
        }
    }

    private void End(Guid id, string leaseId, bool givenBack)
    {
        if (givenBack)
            journal.Forget(id, leaseId);
        else
            journal.Abandon(leaseId);
    }

    private async Task AcquireAsync(RecordStore store, string leaseId, string cluster, Action<string> waiting, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var first = true; ; first = false)
        {
            try
            {
                await store.Lease(leaseId).AcquireAsync(ClusterLock.Length, cancellationToken: cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (RequestFailedException absent) when (absent.Status == 404)
            {
                throw NoRecord(cluster);
            }
            catch (RequestFailedException held) when (held.ErrorCode is "LeaseAlreadyPresent" or "LeaseIsBreakingAndCannotBeAcquired")
            {
                if (time.GetElapsedTime(began) > Patience)
                    throw new FrankenetesException(ErrorCatalog.ClusterBusy, $"Another session is changing cluster '{cluster}'.", cluster, held);
            }

            if (first)
                waiting("Another session holds the cluster; waiting");
            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task GiveBackAbandonedAsync(RecordStore store, Guid id, CancellationToken cancellationToken)
    {
        foreach (var leaseId in journal.Abandoned(id))
        {
            try
            {
                await store.Lease(leaseId).ReleaseAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFailedException past) when (past.Status is 404 or 409 or 412)
            {
                // It had run out, and may be somebody else's by now.
            }

            journal.Forget(id, leaseId);
        }
    }

    private static async Task<(ClusterRecord Record, ETag Version)> ReadAsync(RecordStore store, string cluster, CancellationToken cancellationToken) =>
        await store.ReadAsync(cancellationToken).ConfigureAwait(false) ?? throw NoRecord(cluster);

    private static FrankenetesException NoRecord(string cluster) => new(ErrorCatalog.ClusterRecordDamaged, $"Cluster '{cluster}' has no record.", cluster);
}
