using Frankenetes.EtcdKeeper.Configuration;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>The revisions that wait for storage, in order, up to a size; beyond it the reader of etcd has to wait.</summary>
internal sealed class RevisionQueue(LogConfiguration configuration, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<PendingRevision> _waiting = new();
    private TaskCompletionSource _changed = New();
    private TaskCompletionSource _room = New();
    private long _bytes;
    private long? _urgentSince;

    /// <summary>Completes when something was added after the call, or <see cref="Wake"/> was called.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <summary>The oldest revision's time in the queue; null = it is empty.</summary>
    public TimeSpan? Oldest
    {
        get
        {
            lock (_lock)
                return _waiting.TryPeek(out var first) ? time.GetElapsedTime(first.Since) : null;
        }
    }

    /// <summary>How long until something has to be sent; zero or less = now; null = nothing waits.</summary>
    public TimeSpan? DueIn()
    {
        lock (_lock)
        {
            if (!_waiting.TryPeek(out var first))
                return null;
            var due = configuration.HeartbeatDelay - time.GetElapsedTime(first.Since);
            var urgent = _urgentSince is { } since ? configuration.Delay - time.GetElapsedTime(since) : due;
            return _bytes >= configuration.BufferBytes / 2 ? TimeSpan.Zero : urgent < due ? urgent : due;
        }
    }

    /// <summary>Adds a revision, as soon as there is room for it.</summary>
    public async Task AddAsync(PendingRevision revision, CancellationToken cancellation)
    {
        while (true)
        {
            Task room;
            lock (_lock)
            {
                if (_bytes < configuration.BufferBytes)
                {
                    Add(revision);
                    return;
                }

                room = _room.Task;
            }

            await room.WaitAsync(cancellation);
        }
    }

    /// <summary>Takes revisions up to a size, at least one where there is one.</summary>
    public IReadOnlyList<PendingRevision> Take(int bytes)
    {
        lock (_lock)
        {
            var taken = new List<PendingRevision>();
            for (long sum = 0; _waiting.TryPeek(out var first) && (taken.Count == 0 || sum + first.Bytes <= bytes); sum += first.Bytes)
                taken.Add(_waiting.Dequeue());
            _bytes -= taken.Sum(revision => (long)revision.Bytes);
            _urgentSince = _waiting.FirstOrDefault(revision => revision.Urgent)?.Since;
            _room.TrySetResult();
            _room = New();
            return taken;
        }
    }

    /// <summary>Throws away what waits: it will be read from etcd again, or stands in a full snapshot.</summary>
    public void Clear() => Take(int.MaxValue);

    /// <summary>Lets whoever waits for a change look again.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            _changed.TrySetResult();
            _changed = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Add(PendingRevision revision)
    {
        _waiting.Enqueue(revision);
        _bytes += revision.Bytes;
        if (revision.Urgent)
            _urgentSince ??= revision.Since;
        _changed.TrySetResult();
        _changed = New();
    }
}
