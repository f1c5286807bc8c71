using Frankenetes.EtcdKeeper.Checkpoints;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Restore;
using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;
using Frankenetes.EtcdKeeper.Suspend;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper;

/// <summary>What a keeper consists of besides etcd, gate and control, put together.</summary>
internal sealed record KeeperParts(
    BlobStore Blobs, ManifestStore Manifests, SnapshotStore Snapshots, MemberFolders Folders, OpeningStore Openings, Starter Starter, RevisionLog Log,
    Suspension Suspension, CheckpointMaker Checkpoints)
{
    public static KeeperParts Compose(KeeperConfiguration configuration, EtcdSupervisor etcd, Protection protection, ILoggerFactory loggers, TimeProvider time)
    {
        var logger = loggers.CreateLogger("keeper");
        var trialLogger = loggers.CreateLogger("trial");
        var blobs = BlobContainers.Open(configuration.Storage.EtcdContainer, configuration.Storage.CertificateAuthority, StoragePatience.Patient);
        // The log looks after its own patience: its every failure says that changes wait.
        var quick = BlobContainers.Open(configuration.Storage.EtcdContainer, configuration.Storage.CertificateAuthority, StoragePatience.Once);
        var appends = BlobContainers.OpenAppend(configuration.Storage.EtcdContainer, configuration.Storage.CertificateAuthority);
        var manifests = new ManifestStore(blobs, time, logger);
        var snapshots = new SnapshotStore(blobs, configuration, time);
        var folders = new MemberFolders(configuration);
        var ownership = new LogOwnership(configuration, quick, appends, logger);
        var tail = new LogTail(configuration, ownership, quick, logger);
        var restorer = new Restorer(configuration, snapshots, folders, etcd, logger);
        var replays = new ReplayStore(configuration, blobs, snapshots, time, logger, trialLogger);
        var trial = new TrialRestore(configuration, time, trialLogger);
        var raised = new RaisedStore(configuration, snapshots, folders, etcd, logger);
        var dirty = new DirtyRestorer(configuration, blobs, folders, replays, raised, time, logger);
        var checkpoints = new CheckpointStore(blobs);
        var chosen = new CheckpointRestorer(checkpoints, snapshots, folders, trial, raised, logger);
        return new KeeperParts(
            blobs,
            manifests,
            snapshots,
            folders,
            new OpeningStore(blobs, configuration, time),
            new Starter(configuration, blobs, manifests, folders, restorer, dirty, chosen, ownership, tail, etcd, time, logger),
            new RevisionLog(configuration, ownership, tail, snapshots, etcd.Client, protection, time, logger),
            new Suspension(configuration, snapshots, manifests, folders, etcd.Client, trial, time, logger),
            new CheckpointMaker(configuration, checkpoints, snapshots, blobs, folders, etcd.Client, trial, time, logger));
    }
}
