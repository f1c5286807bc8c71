namespace Frankenetes.Clusters.Records;

/// <summary>A lease and the process that took it.</summary>
internal sealed record LeaseEntry(string LeaseId, LockHolder Holder);
