using System.Buffers;
using System.Buffers.Text;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>One line of a session with the pod agent (docs/contracts.md, section 7).</summary>
/// <param name="Channel">The request it belongs to; 0: the session itself.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Payload">At most <see cref="MaximumPayload"/> bytes.</param>
internal readonly record struct AgentFrame(int Channel, char Kind, byte[] Payload)
{
    public const int MaximumPayload = 12 * 1024;
    public const char Part = 'p', Open = 'o', Input = 'i', End = 'e', Credit = 'w', Resize = 'r', Cancel = 'c', Heartbeat = 'h', Output = 'd', Error = 'f', Message = 'm', Result = 'x';

    private const int LongestHead = 12;

    /// <summary>The line with its end.</summary>
    public static byte[] Compose(int channel, char kind, ReadOnlySpan<byte> payload)
    {
        var line = new byte[LongestHead + Base64.GetMaxEncodedToUtf8Length(payload.Length) + 1];
        _ = Utf8Formatter.TryFormat(channel, line, out var length);
        line[length++] = (byte)kind;
        _ = Base64.EncodeToUtf8(payload, line.AsSpan(length), out _, out var written);
        length += written;
        line[length++] = (byte)'\n';
        return line[..length];
    }

    /// <summary>Null for what is no frame.</summary>
    public static AgentFrame? Parse(ReadOnlySpan<byte> line)
    {
        if (!Utf8Parser.TryParse(line, out int channel, out var digits) || channel < 0 || digits >= line.Length) return null;
        var encoded = line[(digits + 1)..];
        var payload = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        if (Base64.DecodeFromUtf8(encoded, payload, out var consumed, out var written) != OperationStatus.Done || consumed != encoded.Length || written > MaximumPayload) return null;
        return new AgentFrame(channel, (char)line[digits], written == payload.Length ? payload : payload[..written]);
    }
}
