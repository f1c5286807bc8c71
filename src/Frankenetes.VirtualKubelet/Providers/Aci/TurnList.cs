namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>
/// Turns for what is granted so often in any stretch of so long. Who asks is given the next moment that is free and comes back then: nobody asks in vain meanwhile, and nobody is overtaken.
/// </summary>
internal sealed class TurnList(TimeProvider time, params (int Turns, TimeSpan Length)[] grants)
{
    private readonly Lock _lock = new();

    // In order: those of the longest stretch and those that are given out.
    private readonly List<DateTimeOffset> _turns = [];
    private readonly Dictionary<string, DateTimeOffset> _waiting = [];
    private DateTimeOffset _closedUntil = DateTimeOffset.MinValue;

    /// <summary>Takes a turn. Null: now; else how long until it comes.</summary>
    public TimeSpan? Take(string who)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_waiting.Remove(who, out var turn)) _turns.Add(turn = Next(now));
            if (turn <= now) return null;
            _waiting[who] = turn;
            return turn - now;
        }
    }

    /// <summary>The asker wants no turn any longer.</summary>
    public void Leave(string who)
    {
        lock (_lock)
        {
            if (_waiting.Remove(who, out var turn)) _turns.Remove(turn);
        }
    }

    /// <summary>Whoever grants has refused one all the same, as after a restart of ours: nobody's turn comes before that, and those who wait are given new ones when they ask.</summary>
    public void Close(TimeSpan wait)
    {
        lock (_lock)
        {
            _closedUntil = time.GetUtcNow() + wait;
            foreach (var turn in _waiting.Values) _turns.Remove(turn);
            _waiting.Clear();
        }
    }

    private DateTimeOffset Next(DateTimeOffset now)
    {
        _turns.RemoveAll(turn => turn <= now - grants.Max(grant => grant.Length));
        var turn = now > _closedUntil ? now : _closedUntil;
        // Never before the last, and so long behind the one that many before.
        foreach (var (many, length) in grants.Prepend((1, TimeSpan.Zero)))
            if (_turns.Count >= many && _turns[^many] + length > turn) turn = _turns[^many] + length;
        return turn;
    }
}
