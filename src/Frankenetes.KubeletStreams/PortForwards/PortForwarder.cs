namespace Frankenetes.KubeletStreams.PortForwards;

/// <summary>
/// Relays one forwarded connection; returns when the pod has closed its side. What it throws as <see cref="PortForwardException"/> is told to the client.
/// </summary>
/// <param name="port">The pod's port.</param>
/// <param name="connection">The client's end; a read of 0 bytes: it sends no more.</param>
/// <param name="cancellationToken">Cancelled when the client has torn this connection off or is gone.</param>
public delegate Task PortForwarder(int port, Stream connection, CancellationToken cancellationToken);
