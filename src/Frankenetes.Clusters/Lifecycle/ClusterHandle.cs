using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>An existing cluster's storage, opened.</summary>
internal sealed class ClusterHandle(AzureConnection connection, ClusterNames names, RecordAccount account, ClusterOptions options)
{
    public AzureConnection Connection => connection;

    public ClusterNames Names => names;

    public RecordAccount Account => account;

    public ClusterOptions Options => options;

    public RecordStore Store { get; } = new(account);

    public ControlChannel Channel { get; } = new(account, connection.Environment.PollInterval, options.Time);

    public ManifestStore Manifests { get; } = new(account);

    public Deletions Deletions { get; } = new(options.Time, connection.Environment.PollInterval);

    /// <summary>Takes the lock and makes the operation the one in progress.</summary>
    public async Task<ClusterLock> LockAsync(Operation operation, CancellationToken cancellationToken) =>
        await options.Locks.TakeAsync(Store, names.Id, names.Cluster, text => operation.Tell(text, 0), cancellationToken).ConfigureAwait(false);
}
