namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>etcd or etcdutl could not be run, ended, or did not answer as asked.</summary>
internal sealed class EtcdException(string message, Exception? inner = null) : Exception(message, inner);
