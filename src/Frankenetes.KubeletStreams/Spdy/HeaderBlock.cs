using System.Buffers.Binary;
using System.Text;

namespace Frankenetes.KubeletStreams.Spdy;

/// <summary>Names and values of a stream's headers. Source: SPDY Protocol, Draft 3.1, 2.6.10.</summary>
internal static class HeaderBlock
{
    private const int MostHeaders = 64;

    /// <summary>Reads an unpacked block. Names are compared without case; of several values of one name the first counts.</summary>
    public static IReadOnlyDictionary<string, string> Parse(ReadOnlySpan<byte> block)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var count = Number(ref block);
        if (count is < 0 or > MostHeaders) throw new SpdyException("a header block has too many headers");
        for (var i = 0; i < count; i++)
        {
            var name = Text(ref block);
            var value = Text(ref block);
            if (name.Length == 0) throw new SpdyException("a header has no name");
            headers.TryAdd(name, value.Split('\0')[0]);
        }
        return block.IsEmpty ? headers : throw new SpdyException("a header block is longer than its headers");
    }

    private static string Text(ref ReadOnlySpan<byte> block)
    {
        var length = Number(ref block);
        if (length < 0 || length > block.Length) throw new SpdyException("a header is longer than its block");
        var text = Encoding.Latin1.GetString(block[..length]);
        block = block[length..];
        return text;
    }

    private static int Number(ref ReadOnlySpan<byte> block)
    {
        if (block.Length < 4) throw new SpdyException("a header block ends too early");
        var number = BinaryPrimitives.ReadInt32BigEndian(block);
        block = block[4..];
        return number;
    }
}
