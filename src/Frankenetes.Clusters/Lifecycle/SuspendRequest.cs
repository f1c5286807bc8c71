namespace Frankenetes.Clusters.Lifecycle;

/// <summary>How a cluster is to be suspended.</summary>
/// <param name="Name">The cluster.</param>
/// <param name="Force">Even where no final snapshot can be had: what does not stand in storage is lost.</param>
/// <param name="Now">Without waiting for pods' grace periods.</param>
/// <param name="IfIdle">Only where nobody has used the cluster for so long; null: whatever is going on.</param>
internal sealed record SuspendRequest(string Name, bool Force = false, bool Now = false, TimeSpan? IfIdle = null);
