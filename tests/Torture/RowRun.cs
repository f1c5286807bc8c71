namespace Frankenetes.Torture;

/// <summary>A row on its way: how often it is to be done, and what has come of it.</summary>
internal sealed class RowRun(Row row, int planned, int seed, bool isSlice)
{
    private long _acknowledged;
    private long _lost;
    private long _wrong;
    private long _orphans;
    private int _done;

    public Row Row => row;

    public int Planned => planned;

    public int Seed => seed;

    /// <summary>Part of a build's tests, which have a minute for all rows.</summary>
    public bool IsSlice => isSlice;

    public Random Random { get; } = new(seed);

    public int Done => _done;

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public long Lost => Interlocked.Read(ref _lost);

    public long Wrong => Interlocked.Read(ref _wrong);

    public long Orphans => Interlocked.Read(ref _orphans);

    /// <summary>What went otherwise than it must; null = nothing.</summary>
    public string? Failure { get; private set; }

    public bool IsGood => Failure is null && Done == Planned && Lost == 0 && Wrong == 0 && Orphans == 0;

    /// <summary>One of the planned times is over.</summary>
    public void Passed() => Interlocked.Increment(ref _done);

    public void Count(LedgerVerdict verdict)
    {
        Interlocked.Add(ref _acknowledged, verdict.Acknowledged);
        Interlocked.Add(ref _lost, verdict.Lost);
        Interlocked.Add(ref _wrong, verdict.Wrong);
        if (verdict.Example is { } example)
            Fail(example);
    }

    public void CountOrphans(int orphans) => Interlocked.Add(ref _orphans, orphans);

    /// <summary>The first failure is the one to tell.</summary>
    public void Fail(string reason) => Failure ??= $"time {Done + 1}: {reason}";

    public void Demand(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException(what);
    }
}
