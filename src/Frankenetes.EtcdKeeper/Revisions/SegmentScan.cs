using System.Text.Json;
using Frankenetes.EtcdKeeper.Etcd.Protos;
using Frankenetes.EtcdKeeper.Storage;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>Reads one segment from its begin, one record after the other, and knows afterwards how it ends.</summary>
internal sealed class SegmentScan : IAsyncDisposable
{
    private readonly string _blob;
    private readonly Stream _stream;
    private readonly FrameReader _reader;

    private SegmentScan(string blob, Stream stream)
    {
        _blob = blob;
        _stream = stream;
        _reader = new FrameReader(stream);
    }

    /// <summary>Null where the segment ends before its header does: nothing was ever recorded in it.</summary>
    public SegmentHeader? Header { get; private set; }

    /// <summary>How far the records reach that were read; the header's <see cref="SegmentHeader.After"/> before the first.</summary>
    public long Last { get; private set; }

    /// <summary>When the newest of them was made; null = none was read.</summary>
    public DateTimeOffset? LastAt { get; private set; }

    /// <summary>The chain's hash there, hex.</summary>
    public string Hash => Convert.ToHexStringLower(_reader.Chain);

    /// <summary>Where the last whole frame ends, in bytes.</summary>
    public long Position => _reader.Position;

    /// <summary>How the segment ends; null = it was not read to its end yet.</summary>
    public FrameOutcome? Outcome { get; private set; }

    /// <summary>The keeper that wrote it ended in order.</summary>
    public bool EndsInOrder { get; private set; }

    /// <summary>Opens a segment and reads its header. Null = there is no such blob.</summary>
    /// <exception cref="StorageException">It cannot be read now.</exception>
    public static async Task<SegmentScan?> OpenAsync(BlobStore blobs, string blob, CancellationToken cancellation)
    {
        if (await blobs.OpenAsync(blob, cancellation) is not { } stream)
            return null;
        var scan = new SegmentScan(blob, stream);
        try
        {
            await scan.ReadHeaderAsync(cancellation);
            return scan;
        }
        catch
        {
            await scan.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next record; null = there is none, and <see cref="Outcome"/> says why.</summary>
    /// <exception cref="StorageException">It cannot be read now.</exception>
    public async Task<RevisionRecord?> NextAsync(CancellationToken cancellation)
    {
        while (Outcome is null && await ReadAsync(cancellation) is { Outcome: FrameOutcome.Frame } frame)
        {
            if (frame.Kind == FrameKind.End && frame.Revision == Last)
                EndsInOrder = true;
            else if (frame.Kind == FrameKind.Revision && frame.Revision == Last + 1 && Parse(frame) is { } record)
                return Take(record);
            else
                Outcome = FrameOutcome.Damaged;
        }

        return null;
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private RevisionRecord Take(RevisionRecord record)
    {
        Last = record.Revision;
        LastAt = DateTimeOffset.FromUnixTimeMilliseconds(record.AtUnixMilliseconds);
        EndsInOrder = false;
        return record;
    }

    private async Task ReadHeaderAsync(CancellationToken cancellation)
    {
        var frame = await ReadAsync(cancellation);
        if (frame.Outcome != FrameOutcome.Frame)
            return;
        try
        {
            Header = frame.Kind == FrameKind.Header ? JsonSerializer.Deserialize(frame.Content.Span, KeeperJson.Default.SegmentHeader) : null;
        }
        catch (JsonException)
        {
            // Said below.
        }

        if (Header is null)
            Outcome = FrameOutcome.Damaged;
        else
            Last = Header.After;
    }

    private async Task<FrameRead> ReadAsync(CancellationToken cancellation)
    {
        var frame = await BlobStore.GuardAsync($"Reading '{_blob}'", async () => await _reader.ReadAsync(cancellation), cancellation);
        if (frame.Outcome != FrameOutcome.Frame)
            Outcome = frame.Outcome;
        return frame;
    }

    private static RevisionRecord? Parse(FrameRead frame)
    {
        try
        {
            var record = RevisionRecord.Parser.ParseFrom(frame.Content.Span);
            return record.Revision == frame.Revision ? record : null;
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
