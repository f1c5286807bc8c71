using Azure;
using Azure.Storage.Blobs.Specialized;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Records;

/// <summary>The right to change a cluster: a lease of 60 seconds on its record, renewed until disposed. Every write states the lease and the version it changes.</summary>
internal sealed class ClusterLock : IAsyncDisposable
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(15);
    private readonly RecordStore _store;
    private readonly BlobLeaseClient _lease;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _renewing;
    private readonly Action<bool> _ended;
    private ETag _version;

    public ClusterLock(RecordStore store, BlobLeaseClient lease, ClusterRecord record, ETag version, TimeProvider time, Action<bool> ended)
    {
        (_store, _lease, Record, _version, _ended) = (store, lease, record, version, ended);
        _renewing = RenewAsync(time);
    }

    /// <summary>The record as it was last read or written.</summary>
    public ClusterRecord Record { get; private set; }

    /// <summary>Cancelled when the lease could not be kept: whatever is under way has to stop.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Changes the record; calls follow one another.</summary>
    public async Task WriteAsync(Func<ClusterRecord, ClusterRecord> change, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var changed = change(Record);
            _version = await _store.WriteAsync(changed, _version, _lease.LeaseId, cancellationToken).ConfigureAwait(false);
            Record = changed;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Gives the right back; what cannot be given back runs out.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await _lease.ReleaseAsync(cancellationToken: limit.Token).ConfigureAwait(false);
            _ended(true);
        }
        catch (Exception unreachable) when (unreachable is RequestFailedException or OperationCanceledException)
        {
            // The record is gone, the lease is somebody else's by now, or the answer was too slow for somebody who wants to go.
            _ended(false);
        }

        _end.Dispose();
        _writing.Dispose();
    }

    private async Task RenewAsync(TimeProvider time)
    {
        try
        {
            while (true)
            {
                await Task.Delay(RenewEvery, time, _end.Token).ConfigureAwait(false);
                await _lease.RenewAsync(cancellationToken: _end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
        catch (RequestFailedException)
        {
            await _lost.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The failure to throw where work stopped because of <see cref="Lost"/>.</summary>
    public FrankenetesException LostFailure() =>
        new(ErrorCatalog.ClusterLockLost, $"The lock on cluster '{Record.Name}' could not be kept.", Record.Name);
}
