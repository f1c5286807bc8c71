using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>Takes a full snapshot soon after the start, then at every interval and where the log has become long, and says when that fails. The cluster runs on either way.</summary>
internal sealed class PeriodicSnapshots(
    KeeperConfiguration configuration, SnapshotStore snapshots, BlobStore blobs, ManifestStore manifests, EtcdClient etcd,
    RevisionLog log, Protection protection, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>Late enough to leave the processor to a cluster that is coming up, early enough to matter if it is lost.</summary>
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private CancellationTokenSource? _ending;
    private Task _loop = Task.CompletedTask;
    private DateTimeOffset? _failingSince;

    /// <summary>Begins; does nothing where it has begun.</summary>
    public void Start()
    {
        if (_ending is not null)
            return;
        _ending = new CancellationTokenSource();
        _loop = RunAsync(_ending.Token);
    }

    /// <summary>Ends, a snapshot under way included; may be repeated, and begun again.</summary>
    public async Task StopAsync()
    {
        if (_ending is null)
            return;
        await _ending.CancelAsync();
        await _loop;
        _ending.Dispose();
        _ending = null;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task RunAsync(CancellationToken ending)
    {
        var pause = new Backoff(TimeSpan.FromSeconds(1), LongestPause);
        var next = First < configuration.SnapshotInterval ? First : configuration.SnapshotInterval;
        try
        {
            while (true)
            {
                await Task.WhenAny(Task.Delay(next, time, ending), log.SnapshotWanted);
                ending.ThrowIfCancellationRequested();
                next = await TryTakeAsync(ending) ? configuration.SnapshotInterval : pause.Next();
                if (_failingSince is null)
                    pause.Reset();
                else if (log.SnapshotWanted.IsCompleted)
                    await Task.Delay(next, time, ending);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Told to end.
        }
    }

    private async Task<bool> TryTakeAsync(CancellationToken ending)
    {
        try
        {
            // From its own first segment on the log completes this snapshot: what comes before is needed by older ones alone.
            await log.RollAsync(ending);
            var taken = await snapshots.TakeAsync(etcd, await etcd.RevisionAsync(ending), file: null, ending);
            logger.LogInformation("Snapshot '{Name}' of {Bytes} bytes is stored.", taken.Blob, taken.Bytes);
            log.SnapshotTaken();
            Succeeded();
            await PruneAsync(ending);
            return true;
        }
        catch (Exception e) when (e is StorageException or EtcdException or SnapshotDamagedException)
        {
            Failed(e.Message);
            return false;
        }
    }

    private async Task PruneAsync(CancellationToken ending)
    {
        try
        {
            var catalog = await RecordCatalog.LoadAsync(blobs, manifests, configuration.ClusterId, ending);
            foreach (var blob in Retention.Surplus(catalog, configuration.Epoch))
                await blobs.DeleteAsync(blob, ending);
        }
        catch (Exception e) when (e is StorageException or SnapshotDamagedException)
        {
            // What stays too long does no harm, and the next round tries again.
            logger.LogWarning("Old snapshots could not be deleted: {Reason}", e.Message);
        }
    }

    private void Succeeded()
    {
        _failingSince = null;
        protection.SnapshotsWork();
    }

    private void Failed(string reason)
    {
        _failingSince ??= time.GetUtcNow();
        logger.LogError("No snapshot could be stored, the cluster is unprotected since {Since:O}: {Reason}", _failingSince, reason);
        protection.SnapshotsFail(reason);
    }
}
