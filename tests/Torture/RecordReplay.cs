using System.Text.Json;
using Frankenetes.EtcdKeeper;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Restore;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;
using Frankenetes.EtcdKeeper.Suspend;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frankenetes.Torture;

/// <summary>What the record gives before revisions are raised: the store as it was lost, as far as the record knows it.</summary>
internal static class RecordReplay
{
    /// <returns>As <see cref="Store.HashAsync"/>.</returns>
    public static async Task<uint> HashAsync(Scene scene)
    {
        await using var host = scene.NewHost(scene.Epoch + 1);
        var configuration = host.Configuration.Deserialize(KeeperJson.Default.KeeperConfiguration)!;
        var blobs = BlobContainers.Open(configuration.Storage.EtcdContainer, configuration.Storage.CertificateAuthority, StoragePatience.Patient);
        var snapshots = new SnapshotStore(blobs, configuration, TimeProvider.System);
        var catalog = await RecordCatalog.LoadAsync(blobs, new ManifestStore(blobs, TimeProvider.System, NullLogger.Instance), configuration.ClusterId, default);
        var chain = await LogChain.LoadAsync(blobs, catalog.Segments, default);
        var trial = new MemberFolders(configuration).CreateTrial();
        await new ReplayStore(configuration, blobs, snapshots, TimeProvider.System, NullLogger.Instance, NullLogger.Instance)
            .RunAsync(DirtyCandidate.From(catalog.Snapshots, chain)[0], trial, default);
        var (port, peerPort) = Ports.TakeTwo();
        var launch = new EtcdLaunch(trial.Data, port, peerPort, ["--unsafe-no-fsync"]);
        Directory.Delete(trial.Data, recursive: true);
        await new Etcdutl(configuration.Etcd).RestoreAsync(trial.Snapshot, launch, bump: null, default);
        await using var process = EtcdProcess.Start(configuration.Etcd, launch, NullLogger.Instance);
        using var client = new EtcdClient(configuration.Etcd, port, TimeProvider.System);
        await client.WaitReadyAsync(process.Exited, default);
        using var store = new Store(configuration.Etcd, port);
        return await store.HashAsync();
    }
}
