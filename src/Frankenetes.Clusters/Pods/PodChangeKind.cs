namespace Frankenetes.Clusters.Pods;

/// <summary>What can happen to a pod that is watched.</summary>
internal enum PodChangeKind
{
    /// <summary>It is there, is new, or has changed.</summary>
    Changed = 0,

    /// <summary>It is gone; the pod is how it was last seen.</summary>
    Deleted,

    /// <summary>All that was there at the beginning has been told.</summary>
    Listed,
}
