using System.Buffers.Binary;

namespace Frankenetes.KubeletStreams.Spdy;

/// <summary>The eight bytes before every frame. Source: SPDY Protocol, Draft 3.1, 2.2.</summary>
/// <param name="Type">Null: data.</param>
/// <param name="StreamId">0 for control frames, which have it in their payload where they have one.</param>
/// <param name="Flags">Bit 0: the sender's last frame on this stream.</param>
/// <param name="Length">Bytes that follow; 24 bits.</param>
internal readonly record struct FrameHeader(FrameType? Type, uint StreamId, byte Flags, int Length)
{
    public const int Size = 8;
    public const byte Fin = 1;
    private const ushort Version = 3;

    public bool IsLast => (Flags & Fin) != 0;

    public static FrameHeader Read(ReadOnlySpan<byte> bytes)
    {
        var (first, second) = (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));
        var (flags, length) = ((byte)(second >> 24), (int)(second & 0xFFFFFF));
        if (first >> 31 == 0) return new FrameHeader(null, first, flags, length);
        var version = (first >> 16) & 0x7FFF;
        if (version != Version) throw new SpdyException($"a frame of version {version}");
        return new FrameHeader((FrameType)(first & 0xFFFF), 0, flags, length);
    }

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Type is { } type ? 0x80000000 | (Version << 16) | (uint)type : StreamId);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], ((uint)Flags << 24) | (uint)Length);
    }
}
