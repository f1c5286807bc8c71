using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Gate;

/// <summary>
/// The one way to etcd: while open, whatever connects is joined to etcd's private port, TLS untouched; while closed, nothing listens
/// and nothing that was joined is left. Opening and closing may be repeated.
/// </summary>
internal sealed class TcpGate(IPEndPoint listen, IPEndPoint target, ILogger logger) : IDisposable
{
    private const int Backlog = 512;
    private readonly Lock _lock = new();
    private readonly HashSet<GateConnection> _connections = [];
    private Socket? _listener;
    private bool _closedForGood;

    public bool IsOpen
    {
        get
        {
            lock (_lock)
                return _listener is not null;
        }
    }

    /// <exception cref="SocketException">The address is taken.</exception>
    public void Open()
    {
        Socket listener;
        lock (_lock)
        {
            if (_listener is not null || _closedForGood)
                return;
            listener = Listen();
            _listener = listener;
        }

        logger.LogInformation("The gate is open on {Endpoint}.", listen);
        _ = AcceptAsync(listener);
    }

    /// <summary>Stops every client at once: when it returns, no byte passes any more in either direction.</summary>
    public void Close()
    {
        GateConnection[] connections;
        lock (_lock)
        {
            if (_listener is null)
                return;
            _listener.Dispose();
            _listener = null;
            connections = [.. _connections];
            _connections.Clear();
        }

        foreach (var connection in connections)
            connection.Cut();
        logger.LogInformation("The gate is closed; {Count} connections were cut.", connections.Length);
    }

    /// <summary>Closes, and makes every later opening do nothing.</summary>
    public void CloseForGood()
    {
        lock (_lock)
            _closedForGood = true;
        Close();
    }

    public void Dispose() => Close();

    private Socket Listen()
    {
        var listener = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // A gate that opens again must not wait for the kernel to forget the connections it had.
            listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            listener.Bind(listen);
            listener.Listen(Backlog);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                Join(listener, await listener.AcceptAsync());
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (SocketException e)
            {
                // Out of descriptors, or a client that went before it was accepted: the gate itself goes on.
                logger.LogWarning("The gate could not take a connection: {Reason}", e.SocketErrorCode);
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
        }
    }

    private void Join(Socket listener, Socket client)
    {
        var connection = new GateConnection(client, target);
        lock (_lock)
        {
            if (_listener == listener)
                _connections.Add(connection);
            else
                connection.Cut();
        }

        _ = RunAsync(connection);
    }

    private async Task RunAsync(GateConnection connection)
    {
        using (connection)
            await connection.RunAsync();
        lock (_lock)
            _connections.Remove(connection);
    }
}
