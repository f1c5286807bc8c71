namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>The log cannot be continued where it is; a full snapshot and a new chain are needed.</summary>
internal sealed class LogBrokenException(string message) : Exception(message);
