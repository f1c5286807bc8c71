namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>Keeps count of what is in storage and what is not. For any thread.</summary>
internal sealed class Protection(TimeProvider time)
{
    private readonly Lock _lock = new();
    private long? _recorded;
    private long? _seen;
    private long? _oldest;
    private bool _reachable = true;
    private DateTimeOffset? _logFails;
    private DateTimeOffset? _snapshotsFail;
    private string _reason = "";

    /// <summary>Protected became unprotected, or the other way round, or the reason is another.</summary>
    public event Action? Changed;

    /// <summary>For people; null = everything is protected.</summary>
    public string? Complaint
    {
        get
        {
            lock (_lock)
                return Since is { } since ? $"Unprotected since {since:O}: {_reason}" : null;
        }
    }

    private DateTimeOffset? Since => _logFails is null || _snapshotsFail < _logFails ? _snapshotsFail : _logFails;

    public ProtectionState Read()
    {
        lock (_lock)
        {
            return new ProtectionState
            {
                Revision = _recorded,
                LagRevisions = _recorded is { } recorded && _seen > recorded ? _seen.Value - recorded : 0,
                LagSeconds = _oldest is { } oldest ? Math.Round(time.GetElapsedTime(oldest).TotalSeconds, 3) : 0,
                StorageReachable = _reachable,
                UnprotectedSince = Since,
                At = time.GetUtcNow(),
            };
        }
    }

    /// <summary>A revision was read from etcd.</summary>
    public void Saw(long revision)
    {
        lock (_lock)
        {
            _seen = revision;
            _oldest ??= time.GetTimestamp();
        }
    }

    /// <summary>Everything up to a revision stands in storage.</summary>
    /// <param name="revision">That one.</param>
    /// <param name="pending">How long the oldest that does not has waited; null = nothing waits.</param>
    public void Recorded(long revision, TimeSpan? pending)
    {
        lock (_lock)
        {
            _recorded = revision;
            _oldest = pending is { } waited ? time.GetTimestamp() - (long)(waited.TotalSeconds * time.TimestampFrequency) : null;
        }
    }

    public void LogWorks() => Set(() => (_logFails, _reachable) = (null, true));

    public void LogFails(string reason, bool reachable = false)
        => Set(() => (_logFails, _reachable, _reason) = (_logFails ?? time.GetUtcNow(), reachable, reason));

    public void SnapshotsWork() => Set(() => _snapshotsFail = null);

    public void SnapshotsFail(string reason) => Set(() => (_snapshotsFail, _reason) = (_snapshotsFail ?? time.GetUtcNow(), reason));

    private void Set(Action change)
    {
        var before = Complaint;
        lock (_lock)
            change();
        if (Complaint != before)
            Changed?.Invoke();
    }
}
