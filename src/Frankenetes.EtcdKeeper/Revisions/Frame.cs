using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>
/// A frame on the wire, little-endian: length of the content (4), kind (1), revision (8), a check sum over those 13 bytes (4), the content, and
/// the chain's hash (32), which is the SHA-256 over the previous frame's hash and this frame up to here. The check sum lets a reader trust the
/// length: so an end that was torn off is told from bytes that were changed.
/// </summary>
internal static class Frame
{
    public const int HeadBytes = 17;
    public const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>Where a chain begins.</summary>
    public static readonly byte[] Origin = new byte[HashBytes];

    /// <summary>Appends a frame to the output and moves the chain on.</summary>
    public static void Write(Stream output, FrameKind kind, long revision, ReadOnlySpan<byte> content, byte[] chain)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(head, content.Length);
        head[4] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(head[5..], revision);
        BinaryPrimitives.WriteUInt32LittleEndian(head[13..], CheckSum(head[..13]));
        Link(chain, head, content);
        output.Write(head);
        output.Write(content);
        output.Write(chain);
    }

    /// <summary>The chain's hash after a frame, in place of the one before it.</summary>
    public static void Link(byte[] chain, ReadOnlySpan<byte> head, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(chain);
        hash.AppendData(head);
        hash.AppendData(content);
        hash.GetHashAndReset(chain);
    }

    /// <summary>The first four bytes of the SHA-256.</summary>
    public static uint CheckSum(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt32LittleEndian(hash);
    }
}
