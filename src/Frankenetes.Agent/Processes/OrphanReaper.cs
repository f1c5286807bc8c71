namespace Frankenetes.Agent.Processes;

/// <summary>
/// Process 1 inherits the children of processes that ended, and must take their exit status or they stay for ever. Our own children are reaped by
/// .NET the moment they end; so whatever is still a zombie at the second look is an orphan and nobody else waits for it.
/// </summary>
internal sealed class OrphanReaper : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Timer _timer;
    private HashSet<int> _seen = [];

    private OrphanReaper() => _timer = new Timer(_ => Look(), null, Interval, Interval);

    /// <summary>Null when this is not process 1: then somebody else reaps.</summary>
    public static OrphanReaper? StartIfFirstProcess() => Environment.ProcessId == 1 ? new OrphanReaper() : null;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var zombies = ProcessTable.ZombieChildrenOf(Environment.ProcessId);
        foreach (var orphan in zombies.Where(_seen.Contains)) LibC.Reap(orphan);
        _seen = zombies;
    }
}
