namespace Frankenetes.VirtualKubelet.Control;

/// <summary>
/// Which pods still wait for the group that a suspend took from them. For those, an absent group means to make it again, whatever the restart policy says.
/// Over when none is left.
/// </summary>
/// <param name="activePods">UIDs of the pods that are bound to the node and have not ended; null while they are not known yet.</param>
/// <param name="look">Has every pod looked at: some are not looked at again by themselves.</param>
internal sealed class Resumption(Func<IReadOnlyCollection<string>?> activePods, Action? look = null)
{
    private readonly Lock _lock = new();
    private HashSet<string>? _waiting;
    private HashSet<string> _excused = [];
    private bool _begun;

    /// <summary>True from <see cref="Begin"/> until the last pod has its group, also while the pods are not known yet.</summary>
    public bool IsUnderWay
    {
        get
        {
            lock (_lock) return _begun && Waiting() is not { Count: 0 };
        }
    }

    /// <summary>Any pod of the node may lack its group from now on.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _begun = true;
            _waiting = null;
            _excused = [];
        }
        look?.Invoke();
    }

    /// <summary>Whether an absent group of this pod is a suspend's doing.</summary>
    public bool Covers(string uid)
    {
        lock (_lock) return _excused.Contains(uid) || (_begun && (Waiting()?.Contains(uid) ?? true));
    }

    /// <summary>The pod cannot have its group for a reason of its own: nobody waits for it any longer, yet it is still to be brought back.</summary>
    public void Excuse(string uid)
    {
        lock (_lock)
        {
            var covered = Covers(uid);
            Settle(uid);
            if (covered) _excused.Add(uid);
        }
    }

    /// <summary>The pod has its group again, or is no more.</summary>
    public void Settle(string uid)
    {
        lock (_lock)
        {
            _excused.Remove(uid);
            if (_begun && Waiting() is { } waiting && waiting.Remove(uid) && waiting.Count == 0) _begun = false;
        }
    }

    private HashSet<string>? Waiting() => _waiting ??= activePods() is { } known ? [.. known] : null;
}
