using Frankenetes.VirtualKubelet.Control;
using Frankenetes.VirtualKubelet.Node;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>
/// Brings one pod and its instance together. It decides by what it finds each time, so that it may be killed anywhere: where an instance is and for whom it was made, the provider knows.
/// </summary>
internal sealed class PodReconciler(
    PodStore store, IPodProvider provider, PodUpkeep upkeep, PodEnding ending, WriteGate gate, Resumption resumption, LookPace pace, PodMemories memories, BackendHealth health, TimeProvider time, ILogger logger)
{
    // What the provider said to wait with looks, so that many keys do not ask in vain.
    private DateTimeOffset _busyUntil = DateTimeOffset.MinValue;

    /// <summary>One look. Answers when to look again; null: when the pod changes or the provider tells.</summary>
    public async Task<TimeSpan?> ReconcileAsync(PodKey key, CancellationToken cancellationToken)
    {
        // The whole look is one stay behind the gate: what was read before a freeze is never acted on after it.
        using var passage = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (_busyUntil - time.GetUtcNow() is { Ticks: > 0 } left) return left + Spread(left);
        try
        {
            var again = store.Find(key) switch
            {
                null => await RemoveLeftoverAsync(key, cancellationToken).ConfigureAwait(false),
                { Metadata.DeletionTimestamp: not null } leaving => await ending.EndAsync(leaving, cancellationToken).ConfigureAwait(false),
                var over when PodPhases.IsTerminal(over) => await KeepAsync(over, cancellationToken).ConfigureAwait(false),
                var active => await upkeep.SynchronizeAsync(active, cancellationToken).ConfigureAwait(false),
            };
            health.Answered();
            return again;
        }
        catch (ProviderException silent) when (silent.Failure == ProviderFailure.Unreachable)
        {
            // The work queue backs off; nothing is concluded about the pod.
            health.Failed(silent.Message);
            throw;
        }
        catch (ProviderException busy) when (busy.Failure == ProviderFailure.Busy)
        {
            logger.LogInformation("{Pod}: {Backend} is to be asked again in {Wait}: {Reason}", key, provider.Backend, busy.RetryAfter, busy.Message);
            if (busy.Reason != "AllowanceUsedUp") _busyUntil = time.GetUtcNow() + busy.RetryAfter;
            return busy.RetryAfter + Spread(busy.RetryAfter);
        }
        catch (ProviderException early) when (early.Failure == ProviderFailure.Waiting)
        {
            logger.LogInformation("{Pod}: waits for {Wait}: {Reason}", key, early.RetryAfter, early.Message);
            return early.RetryAfter;
        }
    }

    // Who was sent away together does not come back together.
    private static TimeSpan Spread(TimeSpan wait) => wait * (0.25 * Random.Shared.NextDouble());

    private async Task<TimeSpan?> RemoveLeftoverAsync(PodKey key, CancellationToken cancellationToken)
    {
        foreach (var uid in memories.UidsOf(key)) resumption.Settle(uid);
        var instance = await provider.FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (instance is not null && !instance.IsForeign) return await ending.DeleteInstanceAsync(key, instance.Uid, cancellationToken).ConfigureAwait(false);
        foreach (var uid in memories.UidsOf(key)) ending.Forget(key, uid);
        return null;
    }

    // A pod that ended keeps its instance, for its logs, until it is deleted; a suspend's deletion of it changes nothing. One past its deadline loses it.
    private async Task<TimeSpan?> KeepAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        resumption.Settle(pod.Metadata.Uid);
        pace.Forget(pod.Metadata.Uid);
        if (pod.Status.Reason != PodDeadline.Reason) return null;
        var instance = await provider.FindAsync(PodKey.Of(pod), cancellationToken).ConfigureAwait(false);
        return instance is { IsForeign: false } && instance.Uid == pod.Metadata.Uid
            ? await ending.DeleteInstanceAsync(PodKey.Of(pod), pod.Metadata.Uid, cancellationToken).ConfigureAwait(false) : null;
    }
}
