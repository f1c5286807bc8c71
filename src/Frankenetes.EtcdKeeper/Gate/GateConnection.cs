using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Frankenetes.EtcdKeeper.Gate;

/// <summary>One client joined to etcd; an end of one direction is passed on and leaves the other running.</summary>
internal sealed class GateConnection(Socket client, IPEndPoint target) : IDisposable
{
    private const int BufferBytes = 32 * 1024;
    private const int MostInARow = 8;
    private readonly Socket _server = new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Runs until both directions have ended, or either has failed. Never throws.</summary>
    public async Task RunAsync()
    {
        try
        {
            client.NoDelay = true;
            _server.NoDelay = true;
            await _server.ConnectAsync(target);
            PreferInline(client);
            PreferInline(_server);
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
            for (var inARow = 0; ;)
            {
                var receiving = from.ReceiveAsync(buffer.AsMemory());
                inARow = receiving.IsCompleted ? inARow + 1 : 0;
                if (await receiving is not (> 0 and var read))
                    break;
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                // Whoever has much to say must not keep the thread from all others.
                if (inARow >= MostInARow)
                    await Task.Yield();
            }

            to.Shutdown(SocketShutdown.Send);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Has the thread that hears of data move it, too (docs/decisions/0024-the-gate-is-passed-inline.md). Another runtime may not know how; it is slower then.</summary>
    private static void PreferInline(Socket socket)
    {
        try
        {
            SetPreferInlineCompletions(socket.SafeHandle, true);
        }
        catch (MissingMethodException)
        {
            // Through the thread pool, as everywhere else.
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_PreferInlineCompletions")]
    private static extern void SetPreferInlineCompletions(SafeSocketHandle handle, bool value);

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
