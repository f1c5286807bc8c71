namespace Frankenetes.LocalAzure.Limits;

/// <summary>A resource provider's way to limit requests: so many in any stretch of time. Not thread-safe.</summary>
internal sealed class RateWindow(int permits, TimeSpan length, TimeProvider time)
{
    private readonly Queue<DateTimeOffset> _taken = new();

    public int Remaining => permits - _taken.Count;

    /// <summary>Null when one more may be taken, or how long it takes until then.</summary>
    public TimeSpan? Wait()
    {
        var now = time.GetUtcNow();
        while (_taken.TryPeek(out var first) && now - first >= length)
            _taken.Dequeue();
        return _taken.Count < permits ? null : _taken.Peek() + length - now;
    }

    public void Take() => _taken.Enqueue(time.GetUtcNow());
}
