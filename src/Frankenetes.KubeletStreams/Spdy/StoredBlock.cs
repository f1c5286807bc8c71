using System.Buffers.Binary;

namespace Frankenetes.KubeletStreams.Spdy;

/// <summary>Deflate's way to hold bytes as they are. Source: RFC 1951, 3.2.4.</summary>
internal static class StoredBlock
{
    public const int Overhead = 5;

    /// <summary>A block that is not the last one, of at most 65535 bytes. An empty one is what zlib's flush writes.</summary>
    public static byte[] Of(ReadOnlySpan<byte> content)
    {
        var block = new byte[Overhead + content.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(1), (ushort)content.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(3), (ushort)~content.Length);
        content.CopyTo(block.AsSpan(Overhead));
        return block;
    }
}
