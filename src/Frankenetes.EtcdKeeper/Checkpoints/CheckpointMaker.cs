using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Restore;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;
using Frankenetes.EtcdKeeper.Suspend;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Checkpoints;

/// <summary>
/// Makes a checkpoint of the running store. Clients notice nothing: the one thing asked of the running etcd is its snapshot, and what the manifest says is
/// read from a store that was restored from it.
/// </summary>
internal sealed class CheckpointMaker(
    KeeperConfiguration configuration, CheckpointStore checkpoints, SnapshotStore snapshots, BlobStore blobs, MemberFolders folders, EtcdClient etcd,
    TrialRestore trial, TimeProvider time, ILogger logger)
{
    /// <summary>Makes it; the same request again finds it made.</summary>
    /// <exception cref="CheckpointFailedException">It could not be made, and there is none of this request.</exception>
    public async Task<Checkpoint> MakeAsync(string requestId, CheckpointOrder order, CancellationToken cancellation)
    {
        try
        {
            if (await checkpoints.ReadAsync(CheckpointStore.ManifestOf(order.Name), cancellation) is { } there)
                return there.RequestId == requestId ? there : throw Taken(order.Name);
            var made = await ProveAsync(requestId, order, cancellation);
            logger.LogInformation("Checkpoint '{Name}' is made of revision {Revision}.", made.Name, made.Revision);
            return made;
        }
        catch (Exception e) when (e is StorageException or EtcdException or SnapshotDamagedException or IOException)
        {
            throw new CheckpointFailedException(e.Message);
        }
    }

    private async Task<Checkpoint> ProveAsync(string requestId, CheckpointOrder order, CancellationToken cancellation)
    {
        var folder = folders.CreateTrial();
        var blob = CheckpointStore.SnapshotOf(order.Name);
        try
        {
            var version = await etcd.VersionAsync(cancellation);
            var at = time.GetUtcNow();
            var reached = await etcd.RevisionAsync(cancellation);
            var digest = await snapshots.TakeAsync(etcd, blob, reached, folder.Snapshot, cancellation);
            await snapshots.VerifyAsync(blob, digest, file: null, cancellation);
            var found = await trial.FingerprintAsync(folder, cancellation);
            if (found.Revision < reached)
                throw new CheckpointFailedException($"the snapshot restores to revision {found.Revision}, and the store had reached {reached}");
            var checkpoint = new Checkpoint
            {
                ClusterId = configuration.ClusterId,
                Cluster = configuration.Cluster,
                Name = order.Name,
                Description = order.Description,
                Epoch = configuration.Epoch,
                RequestId = requestId,
                Snapshot = blob,
                Sha256 = digest.Sha256,
                Bytes = digest.Bytes,
                Revision = found.Revision,
                CompactRevision = found.CompactRevision,
                HashKv = found.HashKv,
                EtcdVersion = version,
                KubernetesVersion = order.KubernetesVersion,
                At = at,
            };
            return await checkpoints.TryWriteAsync(checkpoint, cancellation) ? checkpoint : await OwnAsync(checkpoint, cancellation);
        }
        catch (Exception e) when (e is EtcdException or SnapshotDamagedException)
        {
            await blobs.DeleteAsync(blob, cancellation);
            throw;
        }
        finally
        {
            folder.Delete();
        }
    }

    // An answer that was lost on its way, and a retry that then met our own manifest.
    private async Task<Checkpoint> OwnAsync(Checkpoint checkpoint, CancellationToken cancellation)
        => await checkpoints.ReadAsync(CheckpointStore.ManifestOf(checkpoint.Name), cancellation) == checkpoint ? checkpoint : throw Taken(checkpoint.Name);

    private static CheckpointFailedException Taken(string name) => new($"there is a checkpoint '{name}' already");
}
