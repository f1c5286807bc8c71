using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>Runs an etcd of its own in which a snapshot is completed with the log, and leaves the result as a snapshot's file.</summary>
internal sealed class ReplayStore(KeeperConfiguration configuration, BlobStore blobs, SnapshotStore snapshots, TimeProvider time, ILogger logger, ILogger etcdLogger)
{
    private const int Tries = 3;
    private readonly Etcdutl _etcdutl = new(configuration.Etcd);

    // A revision may hold more than a client may ask for at once: a range delete, a transaction under a raised limit. History is not compacted meanwhile.
    private readonly string[] _limits =
    [
        "--max-txn-ops=2000000", "--max-request-bytes=536870912", $"--quota-backend-bytes={Math.Max(4 * configuration.Etcd.QuotaBytes, 8L << 30)}", "--unsafe-no-fsync",
    ];

    /// <summary>Leaves <see cref="MemberFolder.Snapshot"/> of the folder.</summary>
    /// <exception cref="SnapshotDamagedException">The candidate's snapshot is damaged or absent.</exception>
    /// <exception cref="StartRefusedException">The replay failed again and again.</exception>
    /// <exception cref="StorageException">Storage does not answer.</exception>
    public async Task<ReplayResult> RunAsync(DirtyCandidate candidate, MemberFolder folder, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(candidate, folder, cancellation);
            }
            catch (Exception e) when (e is ReplayFailedException or EtcdException && attempt < Tries)
            {
                logger.LogWarning("The replay is begun again: {Reason}", e.Message);
            }
            catch (Exception e) when (e is ReplayFailedException or EtcdException)
            {
                throw new StartRefusedException($"The cluster cannot be resumed from '{candidate}': the replay failed {Tries} times, at last with: {e.Message}.", e);
            }
        }
    }

    private async Task<ReplayResult> TryAsync(DirtyCandidate candidate, MemberFolder folder, CancellationToken cancellation)
    {
        var launch = new EtcdLaunch(folder.Data, configuration.Etcd.PrivatePort, configuration.Etcd.PeerPort, _limits);
        if (Directory.Exists(folder.Data))
            Directory.Delete(folder.Data, recursive: true);
        if (candidate.Snapshot is { } snapshot)
            await FetchAsync(snapshot, folder, launch, cancellation);
        await using var process = EtcdProcess.Start(configuration.Etcd, launch, etcdLogger);
        using var client = new EtcdClient(configuration.Etcd, configuration.Etcd.PrivatePort, time);
        await client.WaitReadyAsync(process.Exited, cancellation);
        await client.DisarmSpaceAlarmsAsync(cancellation);
        var result = await new Replay(client, blobs).RunAsync(candidate.Chain, cancellation);
        await SnapshotStore.SaveAsync(client, folder.Snapshot, cancellation);
        return result;
    }

    private async Task FetchAsync(FullSnapshot snapshot, MemberFolder folder, EtcdLaunch launch, CancellationToken cancellation)
    {
        await snapshots.VerifyAsync(snapshot.Blob, new SnapshotDigest(snapshot.Sha256, snapshot.Bytes), folder.Snapshot, cancellation);
        try
        {
            await _etcdutl.RestoreAsync(folder.Snapshot, launch, bump: null, cancellation);
        }
        catch (EtcdException e)
        {
            throw new SnapshotDamagedException(e.Message);
        }

        File.Delete(folder.Snapshot);
    }
}
