namespace Frankenetes.PodAgent.Starting;

/// <summary>The end of a program's output, in memory.</summary>
internal sealed class LastOutput
{
    private const int MostLines = 80;

    private readonly byte[] _ring = new byte[LastMessage.MostOutput];
    private readonly Lock _lock = new();
    private long _count;

    /// <summary>The output ends with a line's end, or there is none.</summary>
    public bool EndsLine
    {
        get { lock (_lock) return _count == 0 || _ring[(_count - 1) % _ring.Length] == '\n'; }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            foreach (var one in bytes.Length > _ring.Length ? bytes[^_ring.Length..] : bytes) _ring[_count++ % _ring.Length] = one;
        }
    }

    /// <summary>At most 80 lines, as Kubernetes takes them.</summary>
    public byte[] Text()
    {
        lock (_lock)
        {
            var length = (int)Math.Min(_count, _ring.Length);
            var bytes = new byte[length];
            for (var i = 0; i < length; i++) bytes[i] = _ring[(_count - length + i) % _ring.Length];
            var (start, lines) = (length, 0);
            while (start > 0 && (bytes[start - 1] != '\n' || start == length || ++lines < MostLines)) start--;
            return bytes[start..];
        }
    }
}
