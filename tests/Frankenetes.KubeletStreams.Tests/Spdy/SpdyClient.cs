using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Frankenetes.KubeletStreams.Tests.Spdy;

/// <summary>The least of a SPDY client, written from the specification alone: it shares no code with the server.</summary>
internal sealed class SpdyClient(Stream transport) : IDisposable
{
    private readonly MemoryStream _packed = new();
    private ZLibStream? _zlib;
    private uint _next = 1;

    public async Task<uint> OpenAsync(params (string Name, string Value)[] headers)
    {
        var id = _next;
        _next += 2;
        await SynStreamAsync(id, Pack(headers));
        return id;
    }

    public Task SynStreamAsync(uint id, byte[] block, byte flags = 0)
    {
        var payload = new byte[10 + block.Length];
        BinaryPrimitives.WriteUInt32BigEndian(payload, id);
        block.CopyTo(payload, 10);
        return ControlAsync(1, payload, flags);
    }

    public Task DataAsync(uint id, byte[] data, bool last = false) => RawAsync([.. Number(id), (byte)(last ? 1 : 0), .. Number((uint)data.Length)[1..], .. data]);

    public Task ControlAsync(ushort type, byte[] payload, byte flags = 0) => RawAsync([0x80, 3, (byte)(type >> 8), (byte)type, flags, .. Number((uint)payload.Length)[1..], .. payload]);

    public async Task RawAsync(byte[] bytes) => await transport.WriteAsync(bytes);

    /// <summary>The next frame that is no ping; null at the end.</summary>
    public async Task<(ushort? Type, uint Stream, byte Flags, byte[] Payload)?> ReadAsync()
    {
        while (true)
        {
            var header = new byte[8];
            if (await transport.ReadAtLeastAsync(header, 8, throwOnEndOfStream: false) < 8) return null;
            var payload = new byte[(header[5] << 16) | (header[6] << 8) | header[7]];
            await transport.ReadExactlyAsync(payload);
            var first = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (first >> 31 == 0) return (null, first, header[4], payload);
            Assert.Equal(3u, (first >> 16) & 0x7FFF);
            if ((ushort)first != 6 || payload[3] % 2 == 1) return ((ushort)first, BinaryPrimitives.ReadUInt32BigEndian(payload), header[4], payload);
        }
    }

    /// <summary>Reads until there is a frame of this type; what comes before is dropped.</summary>
    public async Task<(uint Stream, byte Flags, byte[] Payload)> ReadAsync(ushort? type)
    {
        while (await ReadAsync() is { } frame)
            if (frame.Type == type) return (frame.Stream, frame.Flags, frame.Payload);
        throw new EndOfStreamException();
    }

    public byte[] Pack(params (string Name, string Value)[] headers)
    {
        using var block = new MemoryStream();
        block.Write(Number((uint)headers.Length));
        foreach (var text in headers.SelectMany(h => new[] { h.Name.ToLowerInvariant(), h.Value }))
        {
            block.Write(Number((uint)text.Length));
            block.Write(Encoding.Latin1.GetBytes(text));
        }
        return Compress(block.ToArray());
    }

    public byte[] Compress(byte[] block)
    {
        _zlib ??= new ZLibStream(_packed, CompressionLevel.Optimal);
        _packed.SetLength(0);
        _zlib.Write(block);
        _zlib.Flush();
        return _packed.ToArray();
    }

    public void Dispose()
    {
        _zlib?.Dispose();
        _packed.Dispose();
    }

    public static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
