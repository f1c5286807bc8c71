using Frankenetes.EtcdKeeper.Checkpoints;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Suspend;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>Brings a checkpoint's store back, verified, with revisions above any that this cluster ever gave out.</summary>
internal sealed class CheckpointRestorer(
    CheckpointStore checkpoints, SnapshotStore snapshots, MemberFolders folders, TrialRestore trial, RaisedStore raised, ILogger logger)
{
    /// <returns>The store, running, with the full snapshot from which its log goes on.</returns>
    /// <exception cref="StartRefusedException">The checkpoint is not there, or not what its manifest says; nothing is left running.</exception>
    /// <exception cref="Storage.StorageException">Storage does not answer.</exception>
    public async Task<StartOutcome> RestoreAsync(RestoreConfiguration restore, RecordCatalog catalog, CancellationToken cancellation)
    {
        var folder = folders.CreateTrial();
        try
        {
            var checkpoint = await checkpoints.ReadAsync(restore.Checkpoint, cancellation) ?? throw Refused(restore, "it is not there");
            if (checkpoint.ClusterId != restore.ClusterId)
                throw Refused(restore, "it is another cluster's");
            await ProveAsync(restore, checkpoint, folder, cancellation);
            var known = Math.Max(Known(catalog), checkpoint.Revision);
            var (store, revision, full) = await raised.BeginAsync(folder.Snapshot, checkpoint.Revision, known, cancellation);
            logger.LogWarning("The store of checkpoint '{Name}' is back at revision {Revision} (it was {Was}).", checkpoint.Name, revision, checkpoint.Revision);
            return new StartOutcome(store, Sealed: null, LogOrigin.Of(full, revision), Report(checkpoint));
        }
        catch (SnapshotDamagedException e)
        {
            throw Refused(restore, e.Message, e);
        }
        finally
        {
            folder.Delete();
        }
    }

    private static StartReport Report(Checkpoint checkpoint) => new()
    {
        Exact = false,
        Revision = checkpoint.Revision,
        LastAt = checkpoint.At,
        Complete = true,
        Remark = $"Restored from checkpoint '{checkpoint.Name}' of {checkpoint.At:O}, revision {checkpoint.Revision}.",
    };

    private async Task ProveAsync(RestoreConfiguration restore, Checkpoint checkpoint, MemberFolder folder, CancellationToken cancellation)
    {
        await snapshots.VerifyAsync(checkpoint.Snapshot, new SnapshotDigest(checkpoint.Sha256, checkpoint.Bytes), folder.Snapshot, cancellation);
        var expected = new StoreFingerprint(checkpoint.Revision, checkpoint.CompactRevision, checkpoint.HashKv);
        var found = await trial.FingerprintAsync(folder, cancellation);
        if (found != expected)
            throw Refused(restore, $"it restores to {found}; its manifest says {expected}");
    }

    /// <summary>Revisions never fall, so the highest that is told of anywhere is near the highest that there was; the raise covers what no record tells.</summary>
    private static long Known(RecordCatalog catalog)
        => catalog.Snapshots.Select(snapshot => snapshot.Name.Revision)
            .Concat(catalog.Manifests.Select(manifest => manifest.Revision))
            .Concat(catalog.Segments.Select(segment => segment.Name.FirstRevision))
            .DefaultIfEmpty(0).Max();

    private static StartRefusedException Refused(RestoreConfiguration restore, string reason, Exception? inner = null)
        => new($"The cluster cannot be restored from '{restore.Checkpoint}': {reason}.", inner);
}
