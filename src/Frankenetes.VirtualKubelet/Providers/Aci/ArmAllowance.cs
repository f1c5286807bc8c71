using System.Threading.RateLimiting;
using Frankenetes.VirtualKubelet.Configuration;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>
/// Keeps the node under ARM's and ACI's rates. It never waits: who gets no permit is told when to come back. Reads are a bucket as ARM's own; creates and deletes are counted in windows,
/// because ACI grants so many in any five minutes and any hour.
/// </summary>
internal sealed class ArmAllowance : IDisposable
{
    private const int ReadBurst = 200;
    private static readonly TimeSpan Shortage = TimeSpan.FromSeconds(1);

    private readonly TokenBucketRateLimiter _reads;
    private readonly RateLimiter[] _creates;
    private readonly RateLimiter[] _deletes;

    public ArmAllowance(RateSection rates)
    {
        _reads = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = ReadBurst,
            TokensPerPeriod = Math.Max(1, rates.ReadsPerSecond),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });
        _creates = Windows(rates.CreatesPerFiveMinutes, rates.CreatesPerHour);
        _deletes = Windows(rates.CreatesPerFiveMinutes, rates.CreatesPerHour);
    }

    /// <exception cref="ProviderException">Busy: no read is left.</exception>
    public void Read() => Take(_reads, "reads");

    /// <exception cref="ProviderException">Busy: no create is left.</exception>
    public void Create() => Take(_creates, "creates");

    /// <exception cref="ProviderException">Busy: no delete is left.</exception>
    public void Delete() => Take(_deletes, "deletes");

    public void Dispose()
    {
        _reads.Dispose();
        foreach (var window in _creates.Concat(_deletes)) window.Dispose();
    }

    private static RateLimiter[] Windows(int perFiveMinutes, int perHour) => [Window(perFiveMinutes, TimeSpan.FromMinutes(5)), Window(perHour, TimeSpan.FromHours(1))];

    private static SlidingWindowRateLimiter Window(int permits, TimeSpan length) => new(new SlidingWindowRateLimiterOptions
    {
        PermitLimit = Math.Max(1, permits),
        Window = length,
        SegmentsPerWindow = 60,
        QueueLimit = 0,
    });

    private static void Take(RateLimiter[] windows, string what)
    {
        foreach (var window in windows) Take(window, what);
    }

    private static void Take(RateLimiter limiter, string what)
    {
        using var lease = limiter.AttemptAcquire();
        if (lease.IsAcquired) return;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var told) && told > Shortage ? told : Shortage;
        throw new ProviderException(ProviderFailure.Busy, "AllowanceUsedUp", $"this node has used up its {what} for now") { RetryAfter = wait };
    }
}
