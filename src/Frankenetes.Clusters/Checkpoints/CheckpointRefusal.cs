using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Checkpoints;

/// <summary>What to tell where the keeper found a checkpoint wanting whose snapshot is what its manifest says, byte for byte: only a store restored from it shows that.</summary>
internal static class CheckpointRefusal
{
    /// <summary>The cluster has been started again without it.</summary>
    public static FrankenetesException InPlace(ClusterRecord record, RestoreRecord restore, FrankenetesException refused) =>
        new(ErrorCatalog.CheckpointRefused, $"{refused.Message} Cluster '{record.Name}' runs again {(record.LastResume is { Clean: true } ? "exactly as it was" : "from what its record held")} before the restore.", restore.Checkpoint, refused) { Step = refused.Step };

    /// <summary>There is nothing to go back to.</summary>
    public static FrankenetesException OfClone(ClusterRecord record, RestoreRecord restore, FrankenetesException refused) =>
        new(ErrorCatalog.CheckpointRefused, $"{refused.Message} Cluster '{record.Name}' cannot be made of it; '{record.CloneOf?.Cluster}' was not touched.", restore.Checkpoint, refused)
        {
            Step = refused.Step,
            RecommendedAction = $"Remove what there is with Remove-FrankenetesCluster {record.Name}, then clone another checkpoint.",
        };
}
