using Azure;
using Frankenetes.Ledger.Entries;
using Microsoft.Extensions.Logging;

namespace Frankenetes.Ledger.Writing;

/// <summary>
/// Writes entries in the order in which they are told. Who comes while another's are on their way goes with the next append, all together. A ledger that cannot be written holds nobody up: what waits goes with a later
/// entry, and what is lost with the process is found again by looking (see <see cref="GroupLedger"/>).
/// </summary>
/// <param name="blobs">Where to.</param>
/// <param name="epoch">The epoch of what is written now.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when storage fails, once for each time.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle is never used, so there is nothing to dispose of.")]
internal sealed class LedgerWriter(LedgerBlobs blobs, Func<int> epoch, TimeProvider time, ILogger logger)
{
    // What is wrong with clocks is more; less is what a whole second in a header leaves open.
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);
    private const int MostWaiting = 10_000;

    private readonly object _lock = new();
    private readonly List<LedgerEntry> _waiting = [];
    private readonly SemaphoreSlim _turn = new(1);
    private DateTimeOffset _notBefore;
    private TimeSpan _skew;
    private bool _closed;

    /// <summary>Now, by the storage service's clock where ours is far from it.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + _skew;

    /// <summary>Tells what may go with a later entry.</summary>
    public void Note(LedgerEntry entry)
    {
        lock (_lock)
        {
            if (!_closed && _waiting.Count < MostWaiting)
                _waiting.Add(entry);
        }
    }

    /// <summary>Tells an entry; it is in storage when this returns, or storage fails.</summary>
    public async Task WriteAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        Note(entry);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        LedgerEntry[] entries;
        lock (_lock)
        {
            if (_waiting.Count == 0 || time.GetUtcNow() < _notBefore)
                return;
            entries = [.. _waiting];
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var told = await blobs.AppendAsync(epoch(), LedgerLines.Write(entries), limit.Token).ConfigureAwait(false);
            Correct(told);
            lock (_lock)
                _waiting.RemoveRange(0, Math.Min(entries.Length, _waiting.Count));
        }
        catch (RequestFailedException fenced) when (fenced.Status is 401 or 403)
        {
            Close($"it is refused ({fenced.ErrorCode})");
        }
        catch (Exception failed) when (failed is RequestFailedException or HttpRequestException or IOException or AggregateException
            || (failed is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            _notBefore = time.GetUtcNow() + Again;
            logger.LogWarning("the ledger cannot be written for now: {Reason}", (failed as RequestFailedException)?.ErrorCode ?? failed.GetType().Name);
        }
    }

    private void Correct(DateTimeOffset? told)
    {
        if (told is { } there)
            _skew = (there - time.GetUtcNow()).Duration() > Trusted ? there - time.GetUtcNow() : TimeSpan.Zero;
    }

    // The address is good for one epoch, and that is over.
    private void Close(string why)
    {
        lock (_lock)
        {
            _closed = true;
            _waiting.Clear();
        }

        logger.LogInformation("the ledger of this epoch is closed: {Reason}", why);
    }
}
