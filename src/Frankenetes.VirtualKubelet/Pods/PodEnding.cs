using Frankenetes.KubernetesApi.Connection;
using Frankenetes.VirtualKubelet.Control;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>The end of a pod that was deleted: its containers end with their grace, their last states are told, the instance goes, and only then the pod.</summary>
internal sealed class PodEnding(
    ApiServer server, IPodProvider provider, PodStatusComposer composer, PodStatusWriter writer, PodEvents events, PodTerminations terminations, PodBeside beside, LogFollowers followers, Resumption resumption, LookPace pace,
    PodMemories memories, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan DeleteAgain = TimeSpan.FromSeconds(30);

    // A little more than a follower's longest pause between two looks.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    public async Task<TimeSpan?> EndAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var key = PodKey.Of(pod);
        var memory = memories.Of(key, pod.Metadata.Uid);
        if (LastWordsLeft(key, memory) is { } words) return words;
        var instance = await provider.FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (instance is null or { IsForeign: true } || instance.Uid != pod.Metadata.Uid) return await FinishAsync(pod, cancellationToken).ConfigureAwait(false);
        instance = terminations.AsLeft(instance);
        var runs = instance.Containers.Values.Any(container => container.Current is { IsOver: false });
        if (runs && !PodPhases.IsTerminal(pod) && terminations.Left(pod, terminations.GraceOf(pod), memory) is { } wait)
        {
            await writer.WriteAsync(pod, composer.FromInstance(pod, instance), cancellationToken).ConfigureAwait(false);
            return wait;
        }
        // Told once, before the instance takes its exit codes along.
        if (memory.Deleted is null && !PodPhases.IsTerminal(pod))
        {
            await writer.WriteAsync(pod, composer.Final(pod, instance), cancellationToken).ConfigureAwait(false);
            memory.Told ??= time.GetUtcNow();
        }
        return LastWordsLeft(key, memory) ?? await DeleteInstanceAsync(key, pod.Metadata.Uid, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes the instance away at once; answers when to look whether it is gone.</summary>
    public async Task<TimeSpan?> DeleteInstanceAsync(PodKey key, string uid, CancellationToken cancellationToken)
    {
        var memory = memories.Of(key, uid);
        if (memory.Deleted is null || time.GetUtcNow() - memory.Deleted > DeleteAgain)
        {
            await provider.DeleteAsync(key, uid, cancellationToken).ConfigureAwait(false);
            memory.Deleted = time.GetUtcNow();
            memory.LookSooner();
            logger.LogInformation("{Pod}: {Instance} is being deleted", key, provider.Describe(key));
        }
        // Even a provider that tells may be done before it is listened to.
        return pace.Changing(uid, memory.NextLook()) ?? memory.NextLook();
    }

    /// <summary>Nothing is to be remembered of the pod any more.</summary>
    public void Forget(PodKey key, string uid)
    {
        resumption.Settle(uid);
        terminations.Forget(uid);
        beside.Forget(uid);
        events.Forget(uid);
        pace.Forget(uid);
        provider.Forget(key, uid);
        memories.Forget(key, uid);
    }

    // The last follower that leaves has the pod looked at.
    private TimeSpan? LastWordsLeft(PodKey key, PodMemory memory) =>
        memory is { Deleted: null, Told: { } told } && followers.Any(key) && told + LastWords - time.GetUtcNow() is { Ticks: > 0 } left ? left : null;

    private async Task<TimeSpan?> FinishAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var key = PodKey.Of(pod);
        // Who holds a finalizer (a Job) wants to know how the pod ended before it lets go.
        if (pod.Metadata.Finalizers is { Count: > 0 } && !PodPhases.IsTerminal(pod))
            await writer.WriteAsync(pod, composer.Ended(pod, null, "the pod was deleted"), cancellationToken).ConfigureAwait(false);
        await server.DeleteNowAsync($"api/v1/namespaces/{key.Namespace}/pods/{key.Name}", pod.Metadata.Uid, cancellationToken).ConfigureAwait(false);
        Forget(key, pod.Metadata.Uid);
        return null;
    }
}
