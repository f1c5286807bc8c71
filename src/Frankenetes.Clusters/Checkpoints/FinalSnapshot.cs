using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Checkpoints;

/// <summary>What a suspended cluster is, as a checkpoint.</summary>
internal static class FinalSnapshot
{
    /// <summary>The cluster's final snapshot under a name; it is stored nowhere by this.</summary>
    /// <exception cref="FrankenetesException">NoFinalSnapshot: the cluster is not suspended, or was without one.</exception>
    public static async Task<CheckpointManifest> ReadAsync(ClusterHandle cluster, ClusterRecord record, CheckpointOrder order, CancellationToken cancellationToken)
    {
        if (record.State != ClusterState.Suspended)
            throw new FrankenetesException(ErrorCatalog.NoFinalSnapshot, $"Cluster '{record.Name}' is {record.State} and not suspended, so it has no final snapshot.", record.Name);
        if (!record.SuspendedClean || await cluster.Manifests.ReadAsync(record.Epoch, cancellationToken).ConfigureAwait(false) is not { Manifest: { State: FinalManifest.Claimed } final })
            throw new FrankenetesException(ErrorCatalog.NoFinalSnapshot, $"Cluster '{record.Name}' was suspended without a final snapshot.", record.Name);
        return new CheckpointManifest
        {
            ClusterId = record.Id,
            Cluster = record.Name,
            Name = order.Name,
            Description = order.Description,
            Epoch = final.Epoch,
            Snapshot = final.Snapshot,
            Sha256 = final.Sha256,
            Bytes = final.Bytes,
            Revision = final.Revision,
            CompactRevision = final.CompactRevision,
            HashKv = final.HashKv,
            EtcdVersion = final.EtcdVersion ?? "",
            KubernetesVersion = order.KubernetesVersion,
            At = final.At,
        };
    }
}
