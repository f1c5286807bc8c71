using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>
/// Carries every revision of the running store to storage, a fraction of a second after it was made. What storage does not take waits: in memory
/// first, in etcd after that. One loop does all that touches storage.
/// </summary>
internal sealed class RevisionLog(
    KeeperConfiguration configuration, LogOwnership ownership, LogTail tail, SnapshotStore snapshots, EtcdClient etcd, Protection protection,
    TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FinalPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly RevisionQueue _queue = new(configuration.Log, time);
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource<string> _fenced = New<string>();
    private TaskCompletionSource<bool>? _rolling;
    private TaskCompletionSource _snapshotWanted = New();
    private CancellationTokenSource _readingEnd = new();
    private Task _reading = Task.CompletedTask;
    private Task _loop = Task.CompletedTask;
    private SegmentWriter? _segment;
    private SegmentHandover? _handover;
    private string _member = "";
    private long _last;
    private long _checked;
    private long _framed;
    private int _sinceSnapshot;
    private bool _broken;
    private volatile bool _finishing;

    /// <summary>Completes, with the reason, when this keeper must not serve its store any more.</summary>
    public Task<string> Fenced => _fenced.Task;

    /// <summary>Completes when so many revisions were logged that a full snapshot is due.</summary>
    public Task SnapshotWanted => _snapshotWanted.Task;

    /// <summary>The newest revision that stands in storage.</summary>
    public long Recorded => Volatile.Read(ref _last);

    /// <summary>Begins the log of a store that was just made, and returns when it is this keeper's. Waits for storage.</summary>
    /// <exception cref="LogFencedException">Another keeper was first.</exception>
    public async Task BeginAsync(string member, LogOrigin origin, CancellationToken cancellation)
    {
        _member = member;
        var pause = new Backoff(TimeSpan.FromMilliseconds(200), LongestPause);
        while (_segment is null)
        {
            try
            {
                Began(await ownership.BeginAsync(member, origin, cancellation), origin);
            }
            catch (StorageException e)
            {
                logger.LogWarning("The log cannot be begun yet: {Reason}", e.Message);
                await Task.Delay(pause.Next(), time, cancellation);
            }
        }

        _loop = RunAsync(_ending.Token);
    }

    /// <summary>Goes on with the log of a store that survived a restart, as soon as storage answers.</summary>
    public void Resume(string member)
    {
        _member = member;
        _loop = RunAsync(_ending.Token);
    }

    /// <summary>Begins a new segment behind all that is recorded, so that a full snapshot taken afterwards and the log from there on suffice.</summary>
    /// <exception cref="StorageException">It cannot be done now.</exception>
    public async Task RollAsync(CancellationToken cancellation)
    {
        var asked = Interlocked.CompareExchange(ref _rolling, New<bool>(), null) ?? _rolling;
        _queue.Wake();
        if (_loop.IsCompleted)
            asked!.TrySetResult(false);
        if (!await asked!.Task.WaitAsync(cancellation))
            throw new StorageException("The log cannot be continued at the moment.");
    }

    /// <summary>A full snapshot was stored.</summary>
    public void SnapshotTaken()
    {
        _sinceSnapshot = 0;
        _snapshotWanted = New();
    }

    /// <summary>Sends the rest and ends; to be called when no client can reach the store any more.</summary>
    public async Task EndAsync()
    {
        if (_ending.IsCancellationRequested)
            return;
        using var patience = new CancellationTokenSource(FinalPatience, time);
        try
        {
            var revision = await etcd.RevisionAsync(patience.Token);
            _finishing = true;
            while (_segment is not null && !_fenced.Task.IsCompleted && _last < revision)
            {
                _queue.Wake();
                await Task.Delay(TimeSpan.FromMilliseconds(5), time, patience.Token);
            }

            await StopLoopAsync();
            if (_segment is { IsFlushed: true } segment && !_fenced.Task.IsCompleted && _last >= revision)
            {
                segment.AddEnd(_last);
                await segment.FlushAsync(patience.Token);
                logger.LogInformation("The log is whole up to revision {Revision}.", _last);
            }
        }
        catch (Exception e) when (e is EtcdException or StorageException or LogFencedException or LogBrokenException or OperationCanceledException)
        {
            logger.LogWarning("The log ends at revision {Revision}: {Reason}", _last, e.Message);
        }

        await StopLoopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopLoopAsync();
        _ending.Dispose();
        _readingEnd.Dispose();
    }

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task StopLoopAsync()
    {
        await _ending.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await StopReadingAsync();
    }

    private async Task RunAsync(CancellationToken ending)
    {
        var pause = new Backoff(TimeSpan.FromMilliseconds(100), LongestPause);
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await StepAsync(ending);
                protection.LogWorks();
                pause.Reset();
                continue;
            }
            catch (Exception e) when (e is LogFencedException or HistoryLostException)
            {
                logger.LogError("This keeper must not go on: {Reason}.", e.Message);
                Interlocked.Exchange(ref _rolling, null)?.TrySetResult(false);
                _fenced.TrySetResult(e.Message);
                return;
            }
            catch (LogBrokenException e)
            {
                logger.LogWarning("The log begins anew with a full snapshot: {Reason}.", e.Message);
                protection.LogFails(e.Message, reachable: true);
                await StopReadingAsync();
                (_segment, _handover) = (null, null);
                _broken = true;
            }
            catch (Exception e) when (e is StorageException or EtcdException or SnapshotDamagedException)
            {
                if (protection.Complaint is null)
                    logger.LogError("Changes do not reach storage, the cluster is unprotected since {Since:O}: {Reason}", time.GetUtcNow(), e.Message);
                protection.LogFails(e.Message, reachable: e is not StorageException);
                Interlocked.Exchange(ref _rolling, null)?.TrySetResult(false);
            }

            await Task.Delay(pause.Next(), time, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One thing that has to do with storage, when there is one to do.</summary>
    private async Task StepAsync(CancellationToken ending)
    {
        if (_segment is null)
        {
            await AttachAsync(ending);
            return;
        }

        if (_handover is not null)
            await RollNowAsync(ending);
        await WaitAsync(ending);
        if (_reading.IsFaulted && _queue.Oldest is null)
            await _reading;
        if (!_segment.IsFlushed || _queue.DueIn() <= TimeSpan.Zero || _rolling is not null || _reading.IsFaulted || _finishing)
            await SendAsync(_segment, ending);
        if (_rolling is not null || _segment.IsLong)
        {
            _handover = ownership.Continue(_segment, _member, _last);
            await RollNowAsync(ending);
        }

        if (time.GetElapsedTime(_checked) >= configuration.Log.HoldCheck)
        {
            await _segment.CheckAsync(ending);
            _checked = time.GetTimestamp();
        }
    }

    private async Task WaitAsync(CancellationToken ending)
    {
        var changed = _queue.Changed;
        var wait = configuration.Log.HoldCheck - time.GetElapsedTime(_checked);
        if (_queue.DueIn() is { } due && due < wait)
            wait = due;
        if (wait <= TimeSpan.Zero || _rolling is not null || !_segment!.IsFlushed || _reading.IsFaulted)
            return;
        await Task.WhenAny(changed, Task.Delay(wait, time, ending));
        ending.ThrowIfCancellationRequested();
    }

    /// <summary>Sends all that waits.</summary>
    private async Task SendAsync(SegmentWriter segment, CancellationToken cancellation)
    {
        await segment.FlushAsync(cancellation);
        Sent();
        while (_queue.Take(AppendBlobs.LargestAppend / 2) is { Count: > 0 } taken)
        {
            segment.Add(taken);
            _framed = taken[^1].Record.Revision;
            _sinceSnapshot += taken.Count;
            await segment.FlushAsync(cancellation);
            Sent();
        }

        if (_sinceSnapshot >= configuration.Log.RevisionsPerSnapshot)
            _snapshotWanted.TrySetResult();
    }

    private void Sent()
    {
        _checked = time.GetTimestamp();
        Volatile.Write(ref _last, _framed);
        protection.Recorded(_last, _queue.Oldest);
    }

    /// <summary>Nothing else is written until the next segment is there.</summary>
    private async Task RollNowAsync(CancellationToken cancellation)
    {
        _segment = await _handover!.RunAsync(cancellation);
        _handover = null;
        _checked = time.GetTimestamp();
        Interlocked.Exchange(ref _rolling, null)?.TrySetResult(true);
    }

    /// <summary>Continues the log that there is, or else begins a new chain with a full snapshot.</summary>
    private async Task AttachAsync(CancellationToken cancellation)
    {
        var origin = _broken ? null : await tail.FindOriginAsync(_member, await etcd.RevisionAsync(cancellation), cancellation);
        if (origin is null)
        {
            var revision = await etcd.RevisionAsync(cancellation);
            origin = LogOrigin.Of(await snapshots.TakeAsync(etcd, revision, file: null, cancellation), revision);
        }

        Began(await ownership.BeginAsync(_member, origin, cancellation), origin);
    }

    private void Began(SegmentWriter segment, LogOrigin origin)
    {
        _segment = segment;
        _broken = false;
        _framed = origin.After;
        _queue.Clear();
        Sent();
        _readingEnd.Dispose();
        _readingEnd = new CancellationTokenSource();
        _reading = ReadAsync(origin.After + 1, _readingEnd.Token);
        logger.LogInformation("The log goes on in '{Segment}'.", segment.Name);
    }

    private async Task ReadAsync(long from, CancellationToken cancellation)
    {
        try
        {
            await new RevisionReader(etcd, _queue, protection, time, logger).RunAsync(from, cancellation);
        }
        finally
        {
            _queue.Wake();
        }
    }

    private async Task StopReadingAsync()
    {
        await _readingEnd.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _queue.Clear();
    }
}
