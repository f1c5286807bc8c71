using Frankenetes.Clusters.Checkpoints;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.ContainerInstances;
using Frankenetes.Ledger.Writing;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>An existing cluster's storage, opened.</summary>
internal sealed class ClusterHandle
{
    private ClusterLock? _held;

    public ClusterHandle(AzureConnection connection, ClusterNames names, RecordAccount account, ClusterOptions options)
    {
        (Connection, Names, Account, Options) = (connection, names, account, options);
        Store = new RecordStore(account);
        Channel = new ControlChannel(account, connection.Environment.PollInterval, options.Time);
        Manifests = new ManifestStore(account);
        Checkpoints = new CheckpointStore(account);
        Deletions = new Deletions(options.Time, connection.Environment.PollInterval);
        Ledger = account.Ledger(() => _held?.Record.Epoch ?? 0, options.Time);
        Groups = new LedgeredContainerGroups(connection.ContainerGroups, Ledger);
    }

    public AzureConnection Connection { get; }

    public ClusterNames Names { get; }

    public RecordAccount Account { get; }

    public ClusterOptions Options { get; }

    public RecordStore Store { get; }

    public ControlChannel Channel { get; }

    public ManifestStore Manifests { get; }

    /// <summary>What the holder of the lock writes down of the cluster's groups.</summary>
    public GroupLedger Ledger { get; }

    /// <summary>Container groups, for the holder of the lock: what becomes of them is written down.</summary>
    public IContainerGroups Groups { get; }

    public Deletions Deletions { get; }

    public CheckpointStore Checkpoints { get; }

    /// <summary>Takes the lock and makes the operation the one in progress.</summary>
    public async Task<ClusterLock> LockAsync(Operation operation, CancellationToken cancellationToken) =>
        _held = await Options.Locks.TakeAsync(Store, Names.Id, Names.Cluster, text => operation.Tell(text, 0), cancellationToken).ConfigureAwait(false);
}
