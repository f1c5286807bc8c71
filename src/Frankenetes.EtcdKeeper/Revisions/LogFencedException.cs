namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>Another keeper has taken the log over: this one's cluster is not its own any more.</summary>
internal sealed class LogFencedException(string message) : Exception(message);
