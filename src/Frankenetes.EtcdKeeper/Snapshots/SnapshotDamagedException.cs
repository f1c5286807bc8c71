namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>A snapshot is not what was once stored, or not whole.</summary>
internal sealed class SnapshotDamagedException(string message) : Exception(message);
