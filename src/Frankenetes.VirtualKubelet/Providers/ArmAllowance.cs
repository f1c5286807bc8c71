using System.Threading.RateLimiting;
using Frankenetes.VirtualKubelet.Configuration;

namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>Keeps the node under ARM's rates. It never waits: who gets no permit comes back later.</summary>
internal sealed class ArmAllowance(RateSection rates) : IDisposable
{
    private const int ReadBurst = 200;

    private readonly TokenBucketRateLimiter _reads = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = ReadBurst,
        TokensPerPeriod = Math.Max(1, rates.ReadsPerSecond),
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    });

    private readonly TokenBucketRateLimiter _creates = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = Math.Max(1, rates.CreatesPerFiveMinutes),
        TokensPerPeriod = Math.Max(1, rates.CreatesPerFiveMinutes / 10),
        ReplenishmentPeriod = TimeSpan.FromSeconds(30),
        QueueLimit = 0,
    });

    public bool TryRead() => Take(_reads);

    public bool TryCreate() => Take(_creates);

    public void Dispose()
    {
        _reads.Dispose();
        _creates.Dispose();
    }

    private static bool Take(TokenBucketRateLimiter limiter)
    {
        using var lease = limiter.AttemptAcquire();
        return lease.IsAcquired;
    }
}
