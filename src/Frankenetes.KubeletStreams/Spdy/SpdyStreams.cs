using System.Collections.Concurrent;

namespace Frankenetes.KubeletStreams.Spdy;

/// <summary>The open streams of one connection and the rules for their numbers.</summary>
internal sealed class SpdyStreams(SpdyLimits limits, FrameWriter writer)
{
    private readonly ConcurrentDictionary<uint, SpdyStream> _open = new();
    private uint _last;

    /// <summary>The highest number that the peer has used.</summary>
    public uint Last => Volatile.Read(ref _last);

    /// <summary>Null where it was refused.</summary>
    public async Task<SpdyStream?> OpenAsync(uint id, IReadOnlyDictionary<string, string> headers, bool ended)
    {
        if (id % 2 == 0 || id <= _last) return await RefuseAsync(id, ResetReason.ProtocolError).ConfigureAwait(false);
        _last = id;
        if (_open.Count >= limits.Streams) return await RefuseAsync(id, ResetReason.RefusedStream).ConfigureAwait(false);
        var stream = new SpdyStream(id, headers, writer, limits.Backlog, finished => _open.TryRemove(finished.Id, out _));
        _open[id] = stream;
        if (ended) await stream.ReceiveEndAsync().ConfigureAwait(false);
        await writer.ReplyAsync(id).ConfigureAwait(false);
        return stream;
    }

    /// <summary>Where data for this number goes; null where it is to be thrown away.</summary>
    public async Task<SpdyStream?> ForDataAsync(uint id)
    {
        if (_open.TryGetValue(id, out var stream))
        {
            if (!stream.IsFinishedByPeer) return stream;
            await writer.ResetAsync(id, ResetReason.StreamAlreadyClosed).ConfigureAwait(false);
            return null;
        }
        // What was open once may have been closed while this was on its way.
        if (id == 0 || id % 2 == 0 || id > _last) await writer.ResetAsync(id, ResetReason.InvalidStream).ConfigureAwait(false);
        return null;
    }

    public ValueTask EndAsync(uint id) => _open.TryGetValue(id, out var stream) ? stream.ReceiveEndAsync() : ValueTask.CompletedTask;

    public ValueTask TearAsync(uint id) => _open.TryGetValue(id, out var stream) ? stream.TearAsync(null) : ValueTask.CompletedTask;

    public async Task TearAllAsync(Exception why)
    {
        foreach (var stream in _open.Values) await stream.TearAsync(why).ConfigureAwait(false);
    }

    private async Task<SpdyStream?> RefuseAsync(uint id, ResetReason reason)
    {
        await writer.ResetAsync(id, reason).ConfigureAwait(false);
        return null;
    }
}
