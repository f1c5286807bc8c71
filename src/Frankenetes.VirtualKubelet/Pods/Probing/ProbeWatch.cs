using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.Pods.Probing;

/// <summary>The watch of one run of a container, open or to be opened again.</summary>
internal sealed class ProbeWatch : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancelled = new();
    private bool _open;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private int _failures;

    /// <param name="run">When the run started: another start is another run, whose probes have told nothing yet.</param>
    public ProbeWatch(DateTimeOffset? run) => (Run, Token) = (run, _cancelled.Token);

    public DateTimeOffset? Run { get; }

    /// <summary>Cancelled by <see cref="Dispose"/>.</summary>
    public CancellationToken Token { get; }

    public ProbeResults Results { get; private set; } = new(null, null);

    /// <summary>Nobody can watch here: the provider's own results count.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>True once for each time that it is to be opened.</summary>
    public bool MayOpen(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_open || IsRefused || now < _notBefore) return false;
            return _open = true;
        }
    }

    public void Note(ProbeChange change)
    {
        lock (_lock)
        {
            _failures = 0;
            Results = change.Kind switch
            {
                ProbeKind.Startup => Results with { Startup = change.Succeeds },
                ProbeKind.Readiness => Results with { Readiness = change.Succeeds },
                _ => Results,
            };
        }
    }

    public void Close(DateTimeOffset notBefore)
    {
        lock (_lock) (_open, _notBefore) = (false, notBefore);
    }

    public TimeSpan Fail(TimeSpan first, TimeSpan longest)
    {
        lock (_lock) return TimeSpan.FromTicks(Math.Min(longest.Ticks, first.Ticks << Math.Min(_failures++, 10)));
    }

    public void Refuse()
    {
        lock (_lock) (_open, IsRefused) = (false, true);
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose()
    {
        _cancelled.Cancel();
        _cancelled.Dispose();
    }
}
