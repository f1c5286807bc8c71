using System.Buffers.Binary;
using System.Text;

namespace Frankenetes.PodAgent.Probing;

/// <summary>
/// grpc.health.v1.Health/Check over plain HTTP/2 (RFC 9113), as much of it as one call needs: headers are sent as literals and never read, because the health service says what counts in its message.
/// Source: grpc/health/v1/health.proto.
/// </summary>
internal static class GrpcAttempt
{
    private const byte DataFrame = 0, HeadersFrame = 1, ResetFrame = 3, SettingsFrame = 4, PingFrame = 6, GoAwayFrame = 7;
    private const byte EndStream = 1, Acknowledged = 1, EndHeaders = 4, Padded = 8;
    private const int HeadBytes = 9, LargestFrame = 16 * 1024;
    private const byte StatusField = 0x08, Serving = 1;

    public static string? Run(GrpcTarget target, TimeSpan limit)
    {
        using var connection = Connection.Open(null, target.Port, limit);
        connection.Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        connection.Send(Frame(SettingsFrame, 0, 0, []));
        connection.Send(Frame(HeadersFrame, EndHeaders, 1, Headers(target.Port)));
        connection.Send(Frame(DataFrame, EndStream, 1, Message(target.Service ?? "")));
        return Read(connection);
    }

    private static string? Read(Connection connection)
    {
        var message = new List<byte>();
        var head = new byte[HeadBytes];
        while (true)
        {
            connection.ReceiveAll(head);
            var length = (head[0] << 16) | (head[1] << 8) | head[2];
            if (length > LargestFrame) return "the answer is no HTTP/2";
            var (type, flags, stream) = (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)) & int.MaxValue);
            var payload = new byte[length];
            connection.ReceiveAll(payload);
            if (type == SettingsFrame && (flags & Acknowledged) == 0) connection.Send(Frame(SettingsFrame, Acknowledged, 0, []));
            else if (type == PingFrame && (flags & Acknowledged) == 0) connection.Send(Frame(PingFrame, Acknowledged, 0, payload));
            else if (type is GoAwayFrame or ResetFrame) return "the service refused the call";
            if (stream != 1) continue;
            if (type == DataFrame) message.AddRange((flags & Padded) != 0 && length > payload[0] ? payload[1..^payload[0]] : payload);
            if (type is DataFrame or HeadersFrame && (flags & EndStream) != 0) return Judge(message);
        }
    }

    // A gRPC message: not compressed, its length in four bytes, the fields.
    private static string? Judge(List<byte> message)
    {
        if (message.Count < 5) return "the service does not know grpc.health.v1.Health/Check";
        for (var i = 5; i + 1 < message.Count; i += 2)
        {
            if (message[i] == StatusField) return message[i + 1] == Serving ? null : $"service unhealthy (responded with {Name(message[i + 1])})";
        }
        return $"service unhealthy (responded with {Name(0)})";
    }

    private static string Name(byte status) => status switch { 0 => "UNKNOWN", 2 => "NOT_SERVING", 3 => "SERVICE_UNKNOWN", _ => "an unknown status" };

    private static byte[] Headers(int port)
    {
        var block = new List<byte>();
        foreach (var (name, value) in new[]
        {
            (":method", "POST"), (":scheme", "http"), (":path", "/grpc.health.v1.Health/Check"), (":authority", $"localhost:{port}"),
            ("content-type", "application/grpc"), ("te", "trailers"), ("user-agent", "kube-probe/frankenetes"),
        })
        {
            // RFC 7541, 6.2.2: a literal that enters no table, with a new name; all are shorter than 127 bytes.
            block.Add(0);
            block.Add((byte)name.Length);
            block.AddRange(Encoding.ASCII.GetBytes(name));
            block.Add((byte)value.Length);
            block.AddRange(Encoding.ASCII.GetBytes(value));
        }
        return [.. block];
    }

    private static byte[] Message(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        // The length of a field is a base-128 number; Kubernetes allows no service name that needs three digits of it.
        byte[] field = name.Length switch
        {
            0 => [],
            < 128 => [0x0a, (byte)name.Length, .. name],
            < 16384 => [0x0a, (byte)(name.Length | 0x80), (byte)(name.Length >> 7), .. name],
            _ => throw new FormatException("the service's name is too long"),
        };
        var message = new byte[5 + field.Length];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), field.Length);
        field.CopyTo(message, 5);
        return message;
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[HeadBytes + payload.Length];
        (frame[0], frame[1], frame[2]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, HeadBytes);
        return frame;
    }
}
