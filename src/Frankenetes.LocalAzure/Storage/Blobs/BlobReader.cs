using System.Buffers;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>A run of a committed blob's bytes, open for reading; later writes and deletes do not change what it gives.</summary>
internal sealed class BlobReader : IDisposable
{
    private const int ChunkBytes = 256 * 1024;
    private readonly List<(FileStream File, ByteRange Range)> _runs = [];
    private readonly ReadOnlyMemory<byte> _inline;

    private BlobReader(ReadOnlyMemory<byte> inline) => _inline = inline;


    /// <summary>Opens a run. Null when the blob was changed since its record was read: read the record again.</summary>
    public static BlobReader? TryOpen(BlobContainer container, BlobRecord record, ByteRange range)
    {
        if (record.Inline is { } inline) return new BlobReader(inline.AsMemory((int)range.Start, (int)range.Length));
        var reader = new BlobReader(ReadOnlyMemory<byte>.Empty);
        try
        {
            reader.OpenParts(container.Files, record.Parts, range);
            return reader;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            reader.Dispose();
            return null;
        }
    }

    /// <summary>Streams the run.</summary>
    public async Task CopyToAsync(Stream target, CancellationToken stop)
    {
        if (_inline.Length > 0) await target.WriteAsync(_inline, stop).ConfigureAwait(false);
        if (_runs.Count == 0) return;
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            foreach (var (file, range) in _runs) await CopyAsync(file, range, target, buffer, stop).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        foreach (var (file, _) in _runs) file.Dispose();
    }

    private void OpenParts(ContentFiles files, IReadOnlyList<BlobPart> parts, ByteRange range)
    {
        long offset = 0;
        foreach (var part in parts)
        {
            var start = Math.Max(range.Start, offset);
            var end = Math.Min(range.Start + range.Length, offset + part.Length);
            if (start < end) _runs.Add((files.Open(part.File), new ByteRange(start - offset, end - start)));
            offset += part.Length;
        }
    }

    private static async Task CopyAsync(FileStream file, ByteRange range, Stream target, byte[] buffer, CancellationToken stop)
    {
        for (var (offset, left) = (range.Start, range.Length); left > 0;)
        {
            var chunk = buffer.AsMemory(0, (int)Math.Min(buffer.Length, left));
            var read = await RandomAccess.ReadAsync(file.SafeFileHandle, chunk, offset, stop).ConfigureAwait(false);
            if (read == 0) throw new EndOfStreamException($"{file.Name} is shorter than its blob says.");
            await target.WriteAsync(chunk[..read], stop).ConfigureAwait(false);
            (offset, left) = (offset + read, left - read);
        }
    }
}
