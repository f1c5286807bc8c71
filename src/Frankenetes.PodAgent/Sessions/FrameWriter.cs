using System.Buffers.Text;
using Frankenetes.PodAgent.Native;

namespace Frankenetes.PodAgent.Sessions;

/// <summary>Writes lines to the session's terminal, one at a time whoever writes. It waits while the other side does not read.</summary>
internal sealed class FrameWriter(Descriptor output)
{
    private const int LongestHead = 12;

    private readonly byte[] _line = new byte[LongestHead + Base64.GetMaxEncodedToUtf8Length(Frame.MaximumPayload) + 1];
    private readonly Lock _lock = new();

    public void WriteHello(string hello) => WriteLine(System.Text.Encoding.ASCII.GetBytes(hello + "\n"));

    /// <summary>False when nobody listens any more.</summary>
    public bool Write(int channel, char kind, ReadOnlySpan<byte> payload)
    {
        lock (_lock)
        {
            _ = Utf8Formatter.TryFormat(channel, _line, out var length);
            _line[length++] = (byte)kind;
            _ = Base64.EncodeToUtf8(payload, _line.AsSpan(length), out _, out var written);
            length += written;
            _line[length++] = (byte)'\n';
            return output.Write(_line.AsSpan(0, length));
        }
    }

    private void WriteLine(byte[] line)
    {
        lock (_lock) output.Write(line);
    }
}
