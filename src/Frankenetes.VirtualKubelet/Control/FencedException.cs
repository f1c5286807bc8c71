namespace Frankenetes.VirtualKubelet.Control;

/// <summary>Storage refuses our signature: the epoch that it was made for is over, somebody else may be running the cluster.</summary>
internal sealed class FencedException(string message) : Exception(message);
