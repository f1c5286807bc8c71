using System.Buffers.Binary;
using System.Net.Sockets;

namespace Frankenetes.PodAgent.Attaching;

/// <summary>Between a program's parent and a session that attaches to it: one letter of <see cref="Sessions.FrameKind"/>, a length (4, little-endian), the payload.</summary>
internal sealed class AttachLine(Socket socket) : IDisposable
{
    private const int HeaderBytes = 5, LongestPayload = 1 << 20;

    private readonly Lock _sending = new();

    /// <summary>Where the parent of a container's program listens.</summary>
    public static UnixDomainSocketEndPoint PlaceIn(string folder) => new(Path.Combine(folder, "attach"));

    /// <summary>Waits until the other side takes it; false when nobody is there any more.</summary>
    public bool Send(char kind, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        header[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], payload.Length);
        try
        {
            lock (_sending)
            {
                SendAll(header);
                SendAll(payload);
            }
            return true;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Null at the end.</summary>
    public (char Kind, byte[] Payload)? Receive()
    {
        try
        {
            var header = ReceiveAll(HeaderBytes);
            if (header is null || BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(1)) is not (>= 0 and <= LongestPayload and var length)) return null;
            return ReceiveAll(length) is { } payload ? ((char)header[0], payload) : null;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    public void Dispose() => socket.Dispose();

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[socket.Send(bytes)..];
    }

    private byte[]? ReceiveAll(int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length;)
        {
            var count = socket.Receive(bytes.AsSpan(at));
            if (count == 0) return null;
            at += count;
        }
        return bytes;
    }
}
