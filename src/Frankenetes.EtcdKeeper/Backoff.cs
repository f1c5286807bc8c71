namespace Frankenetes.EtcdKeeper;

/// <summary>Pauses that double from the first to the last.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan last)
{
    private readonly TimeSpan _first = first;
    private TimeSpan _next = first;

    public TimeSpan Next()
    {
        var pause = _next;
        _next = _next * 2 < last ? _next * 2 : last;
        return pause;
    }

    public void Reset() => _next = _first;
}
