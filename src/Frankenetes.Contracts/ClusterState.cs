namespace Frankenetes.Contracts;

/// <summary>Where a cluster is in its life, as its record says.</summary>
public enum ClusterState
{
    /// <summary>The record is absent or damaged; Remove-FrankenetesCluster still works, by tags.</summary>
    Unknown = 0,

    /// <summary>New-FrankenetesCluster has begun and not ended; run again, it goes on.</summary>
    Creating,

    /// <summary>The API server serves and the node was Ready when the last operation ended.</summary>
    Running,

    /// <summary>Suspend-FrankenetesCluster has begun; run again, it goes on.</summary>
    Suspending,

    /// <summary>Nothing computes: the cluster is a snapshot and a record in storage.</summary>
    Suspended,

    /// <summary>Resume-FrankenetesCluster has begun; run again, it goes on.</summary>
    Resuming,

    /// <summary>Remove-FrankenetesCluster has begun; run again, it goes on.</summary>
    Removing,

    /// <summary>An operation met a failure that running it again will not mend by itself.</summary>
    Failed,

    /// <summary>Restore-FrankenetesCluster is making a clone, which has not been started yet; run again, it goes on.</summary>
    Restoring,
}
