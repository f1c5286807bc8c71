namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>etcd has dropped the history that was asked for.</summary>
internal sealed class HistoryCompactedException(long compactRevision) : Exception($"etcd's history begins after revision {compactRevision}");
