namespace Frankenetes.Torture;

/// <summary>A row on its way: how often it is to be done, and what has come of it.</summary>
/// <param name="row">The row.</param>
/// <param name="planned">How often it is to be done; null = as often as there are points.</param>
/// <param name="options">Of the whole run.</param>
/// <param name="seed">Where its random choices begin.</param>
internal sealed class RowRun(Row row, int? planned, TortureOptions options, int seed)
{
    private int? _planned = planned;
    private long _acknowledged;
    private long _lost;
    private long _wrong;
    private long _orphans;
    private int _done;

    public Row Row => row;

    public int Planned => _planned ?? 0;

    public int Seed => seed;

    /// <summary>Part of a build's tests, which have a few minutes for all rows.</summary>
    public bool IsSlice => options.Slice;

    /// <summary>Clusters have a container group per component, which meet at published ports alone.</summary>
    public bool IsDistributed => options.Distributed;

    public Random Random { get; } = new(seed);

    public int Done => _done;

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public long Lost => Interlocked.Read(ref _lost);

    public long Wrong => Interlocked.Read(ref _wrong);

    public long Orphans => Interlocked.Read(ref _orphans);

    /// <summary>What went otherwise than it must; null = nothing.</summary>
    public string? Failure { get; private set; }

    public bool IsGood => Failure is null && Done > 0 && Done == Planned && Lost == 0 && Wrong == 0 && Orphans == 0;

    /// <summary>The points to be done: all of them, or as many as are planned, at random.</summary>
    public IReadOnlyList<T> Choose<T>(IReadOnlyList<T> points)
    {
        var all = points.ToArray();
        _planned ??= options.Share(all.Length);
        Random.Shuffle(all);
        return [.. Enumerable.Range(0, Planned).Select(i => all[i % all.Length])];
    }

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

    /// <summary>Counts what should not be there any more.</summary>
    public void CountOrphans(IReadOnlyCollection<string> orphans)
    {
        Interlocked.Add(ref _orphans, orphans.Count);
        if (orphans.Count > 0)
            Fail($"{orphans.Count} are left over, first of all '{orphans.First()}'");
    }

    /// <summary>The first failure is the one to tell.</summary>
    public void Fail(string reason) => Failure ??= $"time {Done + 1}: {reason}";

    public void Demand(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException(what);
    }
}
