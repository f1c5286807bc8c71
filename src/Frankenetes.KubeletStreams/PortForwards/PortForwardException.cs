namespace Frankenetes.KubeletStreams.PortForwards;

/// <summary>A connection could not be forwarded; the message is for who asked.</summary>
public sealed class PortForwardException(string message, Exception? inner = null) : Exception(message, inner);
