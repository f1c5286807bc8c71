namespace Frankenetes.EtcdKeeper.Tests.Harness;

/// <summary>The real time, whose clock can be set; waits take as long as they say.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long _ahead;

    public void Step(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public void Set(TimeSpan ahead) => Interlocked.Exchange(ref _ahead, ahead.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
}
