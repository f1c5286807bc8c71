using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Frankenetes.EtcdKeeper.Gate;

/// <summary>One client joined to etcd; an end of one direction is passed on and leaves the other running.</summary>
internal sealed class GateConnection(Socket client, IPEndPoint target) : IDisposable
{
    private const int BufferBytes = 32 * 1024;
    private readonly Socket _server = new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Runs until both directions have ended, or either has failed. Never throws.</summary>
    public async Task RunAsync()
    {
        try
        {
            client.NoDelay = true;
            _server.NoDelay = true;
            await _server.ConnectAsync(target);
            var up = PumpAsync(client, _server);
            var down = PumpAsync(_server, client);
            await await Task.WhenAny(up, down);
            await Task.WhenAll(up, down);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Cut();
        }
    }

    /// <summary>Resets both sides: what is still in a buffer is thrown away, not delivered.</summary>
    public void Cut()
    {
        Reset(client);
        Reset(_server);
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer.AsMemory())) > 0)
            {
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }

        socket.Dispose();
    }
}
