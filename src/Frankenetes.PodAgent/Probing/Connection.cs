using System.Net;
using System.Net.Sockets;

namespace Frankenetes.PodAgent.Probing;

/// <summary>A TCP connection all of whose steps together have one limit.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket;
    private readonly long _until;

    private Connection(Socket socket, long until) => (_socket, _until) = (socket, until);

    /// <exception cref="SocketException">Nobody listens.</exception>
    /// <exception cref="TimeoutException">Nobody answered.</exception>
    public static Connection Open(string? host, int port, TimeSpan limit)
    {
        var until = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        SocketException? refusal = null;
        foreach (var address in Addresses(host))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                Connect(socket, new IPEndPoint(address, port), until);
                return new Connection(socket, until);
            }
            catch (SocketException failure)
            {
                socket.Dispose();
                refusal ??= failure;
            }
        }
        throw refusal ?? new SocketException((int)SocketError.HostNotFound);
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            _socket.SendTimeout = Left(_until);
            bytes = bytes[_socket.Send(bytes)..];
        }
    }

    /// <summary>0 at the end.</summary>
    public int Receive(Span<byte> buffer)
    {
        _socket.ReceiveTimeout = Left(_until);
        return _socket.Receive(buffer);
    }

    public void ReceiveAll(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var count = Receive(buffer);
            if (count == 0) throw new IOException("the connection ended early");
            buffer = buffer[count..];
        }
    }

    public void Dispose() => _socket.Dispose();

    private static IPAddress[] Addresses(string? host)
    {
        if (string.IsNullOrEmpty(host)) return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        return IPAddress.TryParse(host, out var address) ? [address] : Dns.GetHostAddresses(host);
    }

    private static void Connect(Socket socket, IPEndPoint place, long until)
    {
        socket.Blocking = false;
        try
        {
            socket.Connect(place);
        }
        catch (SocketException pending) when (pending.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            if (!socket.Poll(Left(until) * 1000, SelectMode.SelectWrite)) throw new TimeoutException();
            var error = (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            if (error != 0) throw new SocketException(error);
        }
        socket.Blocking = true;
    }

    private static int Left(long until) => until - Environment.TickCount64 is > 0 and var left ? (int)Math.Min(left, 1_000_000) : throw new TimeoutException();
}
