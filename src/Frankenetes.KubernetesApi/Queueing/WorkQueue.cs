using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Frankenetes.KubernetesApi.Queueing;

/// <summary>
/// Keys whose state is to be looked at. A key is worked on by one worker at a time; asked for again meanwhile, it runs once more afterwards.
/// A failed key comes back after a back-off of its own. Different keys run in parallel.
/// </summary>
/// <param name="time">The clock of the waits.</param>
/// <param name="logger">One line for each failure.</param>
/// <param name="longestBackOff">The longest wait after repeated failures; the first is 200 ms.</param>
public sealed class WorkQueue<TKey>(TimeProvider time, ILogger logger, TimeSpan longestBackOff)
    where TKey : notnull
{
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>();
    private readonly Dictionary<TKey, Entry> _entries = [];
    private readonly Lock _lock = new();

    /// <summary>Look at the key as soon as a worker is free.</summary>
    public void Add(TKey key)
    {
        lock (_lock)
        {
            var entry = EntryOf(key);
            entry.Stop();
            if (entry.Running) entry.Again = true;
            else if (!entry.Queued) Enqueue(key, entry);
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> on the keys until cancelled. It answers after which time its key wants to be looked at anyway, null for only when asked.
    /// </summary>
    public Task RunAsync(int workers, Func<TKey, CancellationToken, Task<TimeSpan?>> work, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync(work, cancellationToken)));

    private async Task WorkAsync(Func<TKey, CancellationToken, Task<TimeSpan?>> work, CancellationToken cancellationToken)
    {
        await foreach (var key in _ready.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            lock (_lock)
            {
                var entry = EntryOf(key);
                entry.Queued = false;
                entry.Running = true;
            }
            var (again, failed) = await AttemptAsync(key, work, cancellationToken).ConfigureAwait(false);
            Finish(key, again, failed);
        }
    }

    private async Task<(TimeSpan? Again, bool Failed)> AttemptAsync(TKey key, Func<TKey, CancellationToken, Task<TimeSpan?>> work, CancellationToken cancellationToken)
    {
        try
        {
            return (await work(key, cancellationToken).ConfigureAwait(false), false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        // The border of all work: one key's failure, whatever it is, must not end the others.
        catch (Exception failure)
        {
            logger.LogWarning("{Key}: {Kind}: {Reason}", key, failure.GetType().Name, failure.Message);
            return (null, true);
        }
    }

    private void Finish(TKey key, TimeSpan? again, bool failed)
    {
        lock (_lock)
        {
            var entry = EntryOf(key);
            entry.Running = false;
            if (failed) again = entry.BackOff.Next();
            else entry.BackOff.Reset();
            if (entry.Again)
            {
                entry.Again = false;
                Enqueue(key, entry);
            }
            else if (again is { } wait) entry.Wait(time, wait, () => Add(key));
            else if (!failed) _entries.Remove(key);
        }
    }

    private void Enqueue(TKey key, Entry entry)
    {
        entry.Queued = true;
        _ready.Writer.TryWrite(key);
    }

    private Entry EntryOf(TKey key)
    {
        if (_entries.TryGetValue(key, out var entry)) return entry;
        return _entries[key] = new Entry(new BackOff(TimeSpan.FromMilliseconds(200), longestBackOff));
    }

    private sealed class Entry(BackOff backOff)
    {
        private ITimer? _timer;

        public BackOff BackOff { get; } = backOff;

        public bool Queued { get; set; }

        public bool Running { get; set; }

        public bool Again { get; set; }

        public void Wait(TimeProvider time, TimeSpan wait, Action then)
        {
            Stop();
            _timer = time.CreateTimer(_ => then(), null, wait, Timeout.InfiniteTimeSpan);
        }

        public void Stop()
        {
            _timer?.Dispose();
            _timer = null;
        }
    }
}
