using System.Collections.Concurrent;
using Frankenetes.VirtualKubelet.Configuration;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>
/// How often pods are looked at whose provider does not tell by itself. All looks at settled pods together take at most a third of the reads that the node may make, those at changing ones another third,
/// however many pods there are: more pods, longer intervals. The last third is for what somebody asked for.
/// </summary>
internal sealed class LookPace(RateSection rates, bool providerTells)
{
    private const double Share = 1.0 / 3;
    private const int Few = 20;
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> _settled = new();
    private int _settledCount;

    /// <summary>When to look at a pod again that is as it should be; null: when the provider tells.</summary>
    /// <param name="uid">The pod.</param>
    /// <param name="runsToAnEnd">Somebody waits for its end: it is looked at more often, as long as there are few.</param>
    public TimeSpan? Settled(string uid, bool runsToAnEnd) => Next(uid, true, runsToAnEnd && rates.Sweep > Often ? Often : rates.Sweep);

    /// <summary>When to look at a pod again that is on its way; null: when the provider tells.</summary>
    public TimeSpan? Changing(string uid, TimeSpan wanted) => Next(uid, false, wanted);

    /// <summary>The pod is no more, or over.</summary>
    public void Forget(string uid)
    {
        if (_settled.TryRemove(uid, out var was) && was) Interlocked.Decrement(ref _settledCount);
    }

    private TimeSpan? Next(string uid, bool settled, TimeSpan wanted)
    {
        if (providerTells) return null;
        var was = false;
        _settled.AddOrUpdate(uid, settled, (_, known) =>
        {
            was = known;
            return settled;
        });
        if (settled != was) Interlocked.Add(ref _settledCount, settled ? 1 : -1);
        var peers = settled ? _settledCount : Math.Max(1, _settled.Count - _settledCount);
        var least = TimeSpan.FromSeconds(peers / (Math.Max(1, rates.ReadsPerSecond) * Share));
        // A few may look as often as they like: the bucket has room for a burst.
        return settled || peers > Few ? Longer(wanted, least) : wanted;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
