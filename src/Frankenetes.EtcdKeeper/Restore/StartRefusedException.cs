namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>The cluster must not start on what there is. The gate stays closed; the message says why and what to do.</summary>
internal sealed class StartRefusedException(string message, Exception? inner = null) : Exception(message, inner);
