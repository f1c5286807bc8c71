using Frankenetes.EtcdKeeper.Storage;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>
/// The way from a full segment to its successor, in steps each of which may fail and be tried again: the successor is created without a word in it, the
/// full one is sealed, and only then the successor says what it continues. So there is never one that continues what still grows.
/// </summary>
/// <param name="appends">The segments.</param>
/// <param name="current">All that was framed in it is flushed.</param>
/// <param name="next">The successor, not created yet.</param>
/// <param name="header">What the successor will say.</param>
/// <param name="createAsync">Creates and leases the successor; false where a blob of its name is there.</param>
internal sealed class SegmentHandover(AppendBlobs appends, SegmentWriter current, SegmentWriter next, SegmentHeader header, Func<CancellationToken, Task<bool>> createAsync)
{
    private bool _created;
    private bool _closing;
    private bool _closed;
    private bool _told;

    /// <summary>Goes on from the step that failed.</summary>
    /// <exception cref="StorageException">To be called again.</exception>
    /// <exception cref="LogFencedException">Another keeper has the log.</exception>
    /// <exception cref="LogBrokenException">A segment is gone.</exception>
    public async Task<SegmentWriter> RunAsync(CancellationToken cancellation)
    {
        if (!_created)
            await CreateAsync(cancellation);
        if (!_closed)
            await CloseAsync(cancellation);
        if (!_told)
            next.AddHeader(header);
        _told = true;
        await next.FlushAsync(cancellation);
        return next;
    }

    private async Task CreateAsync(CancellationToken cancellation)
    {
        var created = await createAsync(cancellation);
        // Another keeper seals ours before it begins its own; where ours is open, what is in the way is an earlier try of ours.
        await current.CheckAsync(cancellation);
        if (!created)
        {
            await appends.DeleteAsync(next.Name.ToString(), cancellation);
            throw new StorageException($"Creating '{next.Name}' failed: an earlier try was in the way.");
        }

        _created = true;
    }

    /// <summary>Once it was tried, only the successor tells whether the log is still ours: whoever takes over takes that too.</summary>
    private async Task CloseAsync(CancellationToken cancellation)
    {
        if (_closing)
        {
            await next.CheckAsync(cancellation);
            await appends.TakeOverAsync(current.Name.ToString(), cancellation);
        }
        else
        {
            _closing = true;
            await current.CloseAsync(cancellation);
        }

        _closed = true;
    }
}
