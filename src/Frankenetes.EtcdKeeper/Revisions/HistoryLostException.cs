namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>etcd's data is older than what was already read from it: it must not be served.</summary>
internal sealed class HistoryLostException(string message) : Exception(message);
