using System.Text;
using System.Text.RegularExpressions;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>
/// Puts a log together. The engine gives a time to each write, also to the rest of a line that was written in pieces; ACI gives one to each line.
/// </summary>
/// <param name="timestamps">Whether the engine's parts begin with times.</param>
/// <param name="limit">How many last bytes are kept.</param>
internal sealed partial class LogAssembler(bool timestamps, int limit) : IDisposable
{
    private const int LongestTime = 36;

    private readonly MemoryStream _content = new();
    private readonly Dictionary<int, bool> _within = [];

    public string Text
    {
        get
        {
            var bytes = _content.GetBuffer().AsSpan(0, (int)_content.Length);
            return Encoding.UTF8.GetString(bytes.Length > limit ? bytes[^limit..] : bytes);
        }
    }

    /// <param name="source">Standard output or error: each has lines of its own.</param>
    /// <param name="part">What came.</param>
    public void Add(int source, ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty) return;
        if (timestamps && _within.GetValueOrDefault(source)) part = part[TimeLength(part)..];
        _content.Write(part);
        if (!part.IsEmpty) _within[source] = part[^1] != (byte)'\n';
        // Kept small now and then, not each time.
        if (_content.Length > 4L * limit) Drop();
    }

    public void Dispose() => _content.Dispose();

    private void Drop()
    {
        var kept = _content.GetBuffer().AsSpan((int)_content.Length - limit, limit).ToArray();
        _content.SetLength(0);
        _content.Write(kept);
    }

    private static int TimeLength(ReadOnlySpan<byte> part) => Time().Match(Encoding.Latin1.GetString(part[..Math.Min(part.Length, LongestTime)])).Length;

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2}) ")]
    private static partial Regex Time();
}
