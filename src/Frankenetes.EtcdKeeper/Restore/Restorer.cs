using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>Brings a store back from storage into a new folder, and starts etcd on it only after every check.</summary>
internal sealed class Restorer(
    KeeperConfiguration configuration, SnapshotStore snapshots, MemberFolders folders, EtcdSupervisor etcd, ILogger logger)
{
    private readonly Etcdutl _etcdutl = new(configuration.Etcd);

    /// <summary>The very store that the manifest describes, running.</summary>
    /// <exception cref="StartRefusedException">It is not that store; nothing is left running.</exception>
    /// <exception cref="StorageException">The snapshot could not be fetched.</exception>
    public async Task<MemberFolder> RestoreExactAsync(Manifest manifest, CancellationToken cancellation)
    {
        var folder = await RestoreAsync(manifest.Snapshot, new SnapshotDigest(manifest.Sha256, manifest.Bytes), cancellation);
        var expected = new StoreFingerprint(manifest.Revision, manifest.CompactRevision, manifest.HashKv);
        var version = await etcd.Client.VersionAsync(cancellation);
        var found = await etcd.Client.FingerprintAsync(cancellation);
        if (IsOlder(version, manifest.EtcdVersion) || found != expected)
        {
            await DiscardAsync(folder);
            throw new StartRefusedException(found != expected
                ? $"The restored store is not the one that was suspended: it has {found}; the manifest says {expected}."
                : $"The store was suspended by etcd {manifest.EtcdVersion}, which etcd {version} may not read right: it is older.");
        }

        logger.LogInformation("The store of epoch {Epoch} is back, verified: {Fingerprint}.", manifest.Epoch, found);
        await MakeRoomAsync(found, cancellation);
        return folder;
    }

    // Patches of one minor release share their format.
    private static bool IsOlder(string version, string? than) =>
        Version.TryParse(version, out var ours) && Version.TryParse(than, out var theirs) && (ours.Major, ours.Minor).CompareTo((theirs.Major, theirs.Minor)) < 0;

    private async Task<MemberFolder> RestoreAsync(string blob, SnapshotDigest expected, CancellationToken cancellation)
    {
        var folder = folders.Create();
        try
        {
            await snapshots.VerifyAsync(blob, expected, folder.Snapshot, cancellation);
            var launch = new EtcdLaunch(folder.Data, configuration.Etcd.PrivatePort, configuration.Etcd.PeerPort, []);
            await _etcdutl.RestoreAsync(folder.Snapshot, launch, bump: null, cancellation);
            File.Delete(folder.Snapshot);
        }
        catch (Exception e) when (e is SnapshotDamagedException or EtcdException)
        {
            folder.Delete();
            throw new StartRefusedException($"The cluster cannot be resumed from '{blob}': {e.Message}.", e);
        }

        await etcd.StartAsync(folder.Data, cancellation);
        return folder;
    }

    /// <summary>A store that was full when it was suspended would refuse its first write: once it is known to be the right one, its old history goes.</summary>
    private async Task MakeRoomAsync(StoreFingerprint found, CancellationToken cancellation)
    {
        if (!await etcd.Client.DisarmSpaceAlarmsAsync(cancellation))
            return;
        logger.LogWarning("The store had run out of space; its history before revision {Revision} goes.", found.Revision);
        if (found.CompactRevision < found.Revision)
            await etcd.Client.ShrinkAsync(found.Revision, cancellation);
        await etcd.Client.DisarmSpaceAlarmsAsync(cancellation);
    }

    private async Task DiscardAsync(MemberFolder folder)
    {
        await etcd.StopAsync();
        folder.Delete();
    }
}
