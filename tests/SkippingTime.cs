using Microsoft.Extensions.Time.Testing;

namespace Frankenetes;

/// <summary>A clock that is at the end of every wait as soon as the wait begins, and stands still otherwise.</summary>
internal sealed class SkippingTime : FakeTimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero) Advance(dueTime);
        return timer;
    }
}
