using System.Diagnostics;

namespace Frankenetes.EtcdKeeper.Tests.Harness;

/// <summary>Ends two minutes after it began: so long may anything take on a machine that has much else to do. A machine that itself stood still meanwhile is forgiven: no look counts for more than ten seconds.</summary>
internal sealed class Patience
{
    public static readonly TimeSpan Whole = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);
    private TimeSpan _left = Whole;
    private long _looked = Stopwatch.GetTimestamp();

    public bool IsLeft
    {
        get
        {
            var now = Stopwatch.GetTimestamp();
            var since = Stopwatch.GetElapsedTime(_looked, now);
            _left -= since < Most ? since : Most;
            _looked = now;
            return _left > TimeSpan.Zero;
        }
    }
}
