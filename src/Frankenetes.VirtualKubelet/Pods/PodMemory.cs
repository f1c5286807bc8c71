namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>What this process remembers of one pod between two looks at it. Losing it costs time, never truth.</summary>
internal sealed class PodMemory
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);

    // About ten looks in the first second, one every second after ten.
    private const double Growth = 1.15;

    private TimeSpan _look = FirstLook;

    /// <summary>When ARM accepted the group; null: not in this life.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>When ARM accepted the group's end; null: not yet.</summary>
    public DateTimeOffset? Deleted { get; set; }

    /// <summary>The group was seen.</summary>
    public bool Seen { get; set; }

    /// <summary>Not to be created before; null: now.</summary>
    public DateTimeOffset? HoldUntil { get; private set; }

    private int Failures { get; set; }

    /// <summary>ARM refused it or could not make it: wait longer each time, up to five minutes as kubelets do.</summary>
    public void HoldLong(DateTimeOffset now) => Hold(now, 10, 300);

    /// <summary>Something that it needs is missing: that may come any moment.</summary>
    public void HoldBriefly(DateTimeOffset now) => Hold(now, 1, 10);

    private void Hold(DateTimeOffset now, double first, double longest) => HoldUntil = now + TimeSpan.FromSeconds(Math.Min(longest, first * Math.Pow(2, Math.Min(Failures++, 20))));

    /// <summary>When to look again at a group that is changing: soon at first, then less and less often.</summary>
    public TimeSpan NextLook()
    {
        var now = _look;
        _look = _look * Growth < LongestLook ? _look * Growth : LongestLook;
        return now;
    }

    /// <summary>Something changed: it may change again soon.</summary>
    public void LookSooner() => _look = FirstLook;
}
