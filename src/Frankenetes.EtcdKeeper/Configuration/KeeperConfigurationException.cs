namespace Frankenetes.EtcdKeeper.Configuration;

/// <summary>keeper.json is absent, unreadable or asks for what cannot be.</summary>
internal sealed class KeeperConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
