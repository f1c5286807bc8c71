using System.Buffers.Binary;
using System.IO.Compression;

namespace Frankenetes.KubeletStreams.Spdy;

/// <summary>
/// Unpacks header blocks. All blocks of a connection are one zlib stream, each flushed at its end. .NET's zlib takes no preset dictionary, so the raw inflater is given the dictionary
/// as a stored block first: what comes after may refer back to it all the same.
/// </summary>
internal sealed class HeaderInflater : IDisposable
{
    // One block at a time: at its end the inflater has given all that it can, and asks again with the next.
    private readonly MemoryStream _source = new();
    private readonly DeflateStream _inflater;
    private readonly byte[] _buffer;
    private bool _started;

    /// <param name="limit">How many bytes one block may unpack to.</param>
    public HeaderInflater(int limit)
    {
        _buffer = new byte[limit];
        _inflater = new DeflateStream(_source, CompressionMode.Decompress);
    }

    /// <summary>The block unpacked; valid until the next call.</summary>
    /// <exception cref="SpdyException">It is no zlib, names another dictionary or is larger than the limit.</exception>
    public ReadOnlySpan<byte> Inflate(ReadOnlyMemory<byte> block)
    {
        try
        {
            if (!_started) block = Begin(block);
            return _buffer.AsSpan(0, ReadAll(block.Span, _buffer));
        }
        catch (InvalidDataException damaged)
        {
            throw new SpdyException("a header block is not compressed as zlib says", damaged);
        }
    }

    public void Dispose()
    {
        _inflater.Dispose();
        _source.Dispose();
    }

    private ReadOnlyMemory<byte> Begin(ReadOnlyMemory<byte> block)
    {
        var bytes = block.Span;
        if (bytes.Length < 6 || (bytes[0] & 15) != 8 || ((bytes[0] << 8) | bytes[1]) % 31 != 0) throw new SpdyException("the first header block does not begin with a zlib header");
        _started = true;
        if ((bytes[1] & 0x20) == 0) return block[2..];
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]) != HeaderDictionary.Id) throw new SpdyException("the header blocks use a dictionary that is not SPDY/3's");
        ReadAll(StoredBlock.Of(HeaderDictionary.Bytes), new byte[HeaderDictionary.Bytes.Length + 1]);
        return block[6..];
    }

    private int ReadAll(ReadOnlySpan<byte> block, byte[] buffer)
    {
        _source.SetLength(0);
        _source.Write(block);
        _source.Position = 0;
        var length = 0;
        while (_inflater.Read(buffer, length, buffer.Length - length) is var read and > 0)
        {
            length += read;
            if (length == buffer.Length) throw new SpdyException("a header block is too large");
        }
        return length;
    }
}
