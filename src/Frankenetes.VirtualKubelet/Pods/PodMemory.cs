namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>What this process remembers of one pod between two looks at it. Losing it costs time, never truth.</summary>
internal sealed class PodMemory
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);

    // About ten looks in the first second, one every second after ten.
    private const double Growth = 1.15;

    private TimeSpan _look = FirstLook;

    private string? _update;

    /// <summary>When the provider took the order to start it; null: not in this life.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>When the provider took the order to remove it; null: not yet.</summary>
    public DateTimeOffset? Deleted { get; set; }

    /// <summary>When its end was told of; null: it has not been, by this life.</summary>
    public DateTimeOffset? Told { get; set; }

    /// <summary>The last look found no instance.</summary>
    public bool IsAbsent { get; set; }

    /// <summary>The instance was seen.</summary>
    public bool Seen { get; set; }

    /// <summary>When an instance that ran was not found for the first time; null: it was there at the last look.</summary>
    public DateTimeOffset? Missed { get; set; }

    /// <summary>That it is lost was told, and it was not started again yet.</summary>
    public bool LossTold { get; set; }

    /// <summary>Not to be created before; null: now.</summary>
    public DateTimeOffset? HoldUntil { get; private set; }

    private int Failures { get; set; }

    /// <summary>The backend refused it or could not make it: wait longer each time, up to five minutes as kubelets do.</summary>
    public void HoldLong(DateTimeOffset now) => Hold(now, 10, 300);

    /// <summary>Something that it needs is missing: that may come any moment.</summary>
    public void HoldBriefly(DateTimeOffset now) => Hold(now, 1, 10);

    /// <summary>The provider said when to come back.</summary>
    public void HoldFor(TimeSpan wait, DateTimeOffset now) => HoldUntil = now + wait;

    private void Hold(DateTimeOffset now, double first, double longest) => HoldUntil = now + TimeSpan.FromSeconds(Math.Min(longest, first * Math.Pow(2, Math.Min(Failures++, 20))));

    /// <summary>Whether the pod differs from what the provider was told; the first time it does not, for it was created so.</summary>
    public bool TakesUpdate(string fingerprint)
    {
        var differs = _update is not null && _update != fingerprint;
        _update = fingerprint;
        return differs;
    }

    /// <summary>When to look again at an instance that is changing: soon at first, then less and less often.</summary>
    public TimeSpan NextLook()
    {
        var now = _look;
        _look = _look * Growth < LongestLook ? _look * Growth : LongestLook;
        return now;
    }

    /// <summary>Something changed: it may change again soon.</summary>
    public void LookSooner() => _look = FirstLook;
}
