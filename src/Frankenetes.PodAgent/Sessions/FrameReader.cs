using System.Buffers;
using System.Buffers.Text;
using Frankenetes.PodAgent.Native;

namespace Frankenetes.PodAgent.Sessions;

/// <summary>Reads lines from the session's terminal. What is no frame ends the session: bytes were lost, and nothing after that can be trusted.</summary>
internal sealed class FrameReader(Descriptor input)
{
    private const int LongestLine = 24 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next frame; null at the end, when nothing came for so long, or after what is no frame.</summary>
    public Frame? Next(TimeSpan silence)
    {
        while (true)
        {
            var line = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (line >= 0)
            {
                var frame = Parse(_buffer.AsSpan(_start, line));
                _start += line + 1;
                return frame;
            }
            if (_end - _start > LongestLine || !Fill(silence)) return null;
        }
    }

    private bool Fill(TimeSpan silence)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (!input.WaitReadable(null, silence)) return false;
        var count = input.Read(_buffer.AsSpan(_end));
        _end += count;
        return count > 0;
    }

    internal static Frame? Parse(ReadOnlySpan<byte> line)
    {
        if (!Utf8Parser.TryParse(line, out int channel, out var digits) || channel < 0 || digits >= line.Length) return null;
        var encoded = line[(digits + 1)..];
        var payload = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        if (Base64.DecodeFromUtf8(encoded, payload, out var consumed, out var written) != OperationStatus.Done || consumed != encoded.Length || written > Frame.MaximumPayload) return null;
        return new Frame(channel, (char)line[digits], written == payload.Length ? payload : payload[..written]);
    }
}
