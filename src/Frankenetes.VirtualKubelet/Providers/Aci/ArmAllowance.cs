using System.Threading.RateLimiting;
using Frankenetes.VirtualKubelet.Configuration;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>
/// Keeps the node under ARM's and ACI's rates. It never waits: who gets no permit is told when to come back. Reads are a bucket as ARM's own; creates and deletes are taken in turns,
/// because ACI grants so many in any five minutes and any hour.
/// </summary>
internal sealed class ArmAllowance(RateSection rates, TimeProvider time) : IDisposable
{
    private const int ReadBurst = 200;

    // ARM's own buckets for writes and for deletes hold 200 and fill by 10 a second, however many groups ACI grants.
    private static readonly (int, TimeSpan) OfArm = (150, TimeSpan.FromSeconds(15));
    private static readonly TimeSpan Shortage = TimeSpan.FromSeconds(1);

    private readonly TurnList _creates = Turns(rates, time);
    private readonly TurnList _deletes = Turns(rates, time);
    private readonly TokenBucketRateLimiter _reads = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = ReadBurst,
        TokensPerPeriod = Math.Max(1, rates.ReadsPerSecond),
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    });

    /// <exception cref="ProviderException">Busy: no read is left.</exception>
    public void Read()
    {
        using var lease = _reads.AttemptAcquire();
        if (lease.IsAcquired) return;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var told) && told > Shortage ? told : Shortage;
        throw new ProviderException(ProviderFailure.Busy, "AllowanceUsedUp", "this node has used up its reads for now") { RetryAfter = wait };
    }

    /// <summary>Creates a group when its turn has come.</summary>
    /// <exception cref="ProviderException">What the call threw; Waiting: it is not the pod's turn, or ACI says so.</exception>
    public Task CreateAsync(string uid, Func<Task> call, CancellationToken cancellationToken) => TakeTurnAsync(_creates, uid, "creates", call, cancellationToken);

    /// <summary>Deletes a group when its turn has come.</summary>
    /// <exception cref="ProviderException">As <see cref="CreateAsync"/>.</exception>
    public Task DeleteAsync(string uid, Func<Task> call, CancellationToken cancellationToken) => TakeTurnAsync(_deletes, uid, "deletes", call, cancellationToken);

    /// <summary>The pod is no more: others may have its turns.</summary>
    public void Forget(string uid)
    {
        _creates.Leave(uid);
        _deletes.Leave(uid);
    }

    public void Dispose() => _reads.Dispose();

    private static TurnList Turns(RateSection rates, TimeProvider time) => new(
        time, OfArm, (Math.Max(1, rates.CreatesPerFiveMinutes), TimeSpan.FromMinutes(5)), (Math.Max(1, rates.CreatesPerHour), TimeSpan.FromHours(1)));

    private static async Task TakeTurnAsync(TurnList turns, string uid, string what, Func<Task> call, CancellationToken cancellationToken)
    {
        if (turns.Take(uid) is { } wait) throw Wait(wait, $"other {what} of container groups are before it", null);
        try
        {
            await AciFailures.RunAsync(call, cancellationToken).ConfigureAwait(false);
        }
        // Its creates are used up: that is no reason to leave the pods alone that run.
        catch (ProviderException refused) when (refused.Failure == ProviderFailure.Busy)
        {
            turns.Close(refused.RetryAfter);
            throw Wait(refused.RetryAfter, refused.Message, refused);
        }
    }

    private static ProviderException Wait(TimeSpan wait, string message, Exception? inner) => new(ProviderFailure.Waiting, "AwaitsTurn", message, inner) { RetryAfter = wait };
}
