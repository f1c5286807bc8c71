namespace Frankenetes.EtcdKeeper.Suspend;

/// <summary>The store could not be sealed.</summary>
internal sealed class SuspendFailedException(string message, Exception? inner = null) : Exception(message, inner);
