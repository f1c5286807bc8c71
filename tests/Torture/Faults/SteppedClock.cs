namespace Frankenetes.Torture.Faults;

/// <summary>The system's clock, set to another time of day; how fast time passes, and timers, are not touched, as in a machine whose clock is set.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public void Set(TimeSpan offset) => Interlocked.Exchange(ref _offset, offset.Ticks);
}
