using Frankenetes.VirtualKubelet.Control;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>A pod that shall run: starts it, follows what becomes of it, starts it again after a loss where its restart policy says so.</summary>
internal sealed class PodUpkeep(
    PodStore store, IPodProvider provider, PodCreator creator, PodStatusComposer composer, PodStatusWriter writer, PodEvents events, PodTerminations terminations, PodEnding ending, PodBeside beside, Resumption resumption,
    LookPace pace, PodMemories memories, TimeProvider time)
{
    // A backend's reads may lag behind its writes.
    private static readonly TimeSpan ReadLag = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortage = TimeSpan.FromSeconds(1);

    // As long as a resume waits for a pod whose group is there and whose containers do not come: an image may take its time.
    private static readonly TimeSpan ComeBack = TimeSpan.FromSeconds(30);

    public async Task<TimeSpan?> SynchronizeAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var key = PodKey.Of(pod);
        var memory = memories.Of(key, pod.Metadata.Uid);
        // Known not to be there, and not to be made yet: nothing is to be seen until then.
        if (memory.IsAbsent && memory.HoldUntil - time.GetUtcNow() is { Ticks: > 0 } hold && !PodDeadline.IsOver(pod, time.GetUtcNow()))
            return PodDeadline.NoLaterThan(pod, pod.Status?.StartTime, time.GetUtcNow(), hold);
        var instance = await provider.FindAsync(key, cancellationToken).ConfigureAwait(false);
        memory.IsAbsent = instance is null;
        if (PodDeadline.IsOver(pod, time.GetUtcNow())) return await OverdueAsync(pod, instance, memory, cancellationToken).ConfigureAwait(false);
        if (instance is null) return await BringBackAsync(pod, memory, cancellationToken).ConfigureAwait(false);
        if (instance.IsForeign)
        {
            await events.WarnAsync(pod, "NameTaken", $"{provider.Describe(key)} belongs to somebody else", cancellationToken).ConfigureAwait(false);
            return TimeSpan.FromSeconds(30);
        }
        return instance.Uid == pod.Metadata.Uid ? await ObserveAsync(pod, instance, memory, cancellationToken).ConfigureAwait(false)
            : await ending.DeleteInstanceAsync(key, instance.Uid, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TimeSpan?> ObserveAsync(V1Pod pod, PodInstance instance, PodMemory memory, CancellationToken cancellationToken)
    {
        if (instance.Failure is { } failure) return await ClearFailureAsync(pod, failure, memory, cancellationToken).ConfigureAwait(false);
        (memory.Seen, memory.Missed) = (true, null);
        beside.Follow(pod, instance);
        var status = composer.FromInstance(pod, instance);
        if (PodStatusWriter.Compose(pod.Status, status) is not null)
        {
            memory.LookSooner();
            if (!await writer.WriteAsync(pod, status, cancellationToken).ConfigureAwait(false)) return Shortage;
        }
        if (memory.TakesUpdate(PodUpdates.Fingerprint(pod))) await provider.UpdateAsync(pod, cancellationToken).ConfigureAwait(false);
        await events.RelayAsync(pod, instance, cancellationToken).ConfigureAwait(false);
        if (HasComeBack(pod, instance, memory)) resumption.Settle(pod.Metadata.Uid);
        if (status.Phase is PodPhases.Succeeded or PodPhases.Failed) return null;
        var settled = status.ContainerStatuses.All(container => container.Ready || IsTold(pod, container));
        return PodDeadline.NoLaterThan(pod, status.StartTime, time.GetUtcNow(), settled ? pace.Settled(pod.Metadata.Uid, pod.Spec.RestartPolicy != "Always") : pace.Changing(pod.Metadata.Uid, memory.NextLook()));
    }

    // Its containers have started, or the provider says why they do not; or an init container is at work. Until then its status says little.
    private bool HasComeBack(V1Pod pod, PodInstance instance, PodMemory memory)
    {
        return pod.Spec.Containers.All(container => Of(container) is { Current: not null } or { Previous: not null } or { WaitingReason: not null })
            || (pod.Spec.InitContainers ?? []).Any(container => Of(container)?.Current is { IsOver: false })
            || memory.Created is not { } created || time.GetUtcNow() - created > ComeBack;

        ContainerInstance? Of(V1Container container) => instance.Containers.GetValueOrDefault(container.Name);
    }

    // Running and not ready by a probe that is watched: the watch tells what comes next.
    private bool IsTold(V1Pod pod, V1ContainerStatus container) => container.State.Running is not null && beside.ResultsOf(pod.Metadata.Uid, container.Name) is not null;

    private async Task<TimeSpan?> BringBackAsync(V1Pod pod, PodMemory memory, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (memory.Created is { } created && !memory.Seen && now - created < ReadLag) return pace.Changing(pod.Metadata.Uid, memory.NextLook()) ?? memory.NextLook();
        var ran = memory.Seen || (pod.Status?.ContainerStatuses ?? []).Any(status => !string.IsNullOrEmpty(status.ContainerID));
        if (ran && !resumption.Covers(pod.Metadata.Uid) && !memory.LossTold)
        {
            // One answer that it is not there may be a slip of the backend's; two are a loss.
            memory.Missed ??= now;
            if (memory.Missed + SecondLook - now is { Ticks: > 0 } wait) return wait;
            if (await LoseAsync(pod, memory, cancellationToken).ConfigureAwait(false)) return null;
        }
        if (memory.HoldUntil > now) return memory.HoldUntil - now;
        // What the cluster remembers of it is of before the suspend: nobody shall rely on it meanwhile.
        if (ran && resumption.Covers(pod.Metadata.Uid) && IsSaidToRun(pod))
            await writer.WriteAsync(pod, composer.Waiting(pod, "ContainerCreating", null), cancellationToken).ConfigureAwait(false);
        var outcome = await CreateAsync(store.Find(PodKey.Of(pod)) ?? pod, memory, cancellationToken).ConfigureAwait(false);
        if (outcome != PodCreation.Accepted) return Hold(pod, memory, outcome);
        (memory.Created, memory.Deleted, memory.Seen, memory.Missed, memory.LossTold) = (time.GetUtcNow(), null, false, null, false);
        memory.LookSooner();
        return pace.Changing(pod.Metadata.Uid, memory.NextLook());
    }

    private static bool IsSaidToRun(V1Pod pod) => (pod.Status?.ContainerStatuses ?? []).Any(status => status.State?.Waiting is null);

    private async Task<PodCreation> CreateAsync(V1Pod pod, PodMemory memory, CancellationToken cancellationToken)
    {
        try
        {
            return await creator.CreateAsync(pod, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException early) when (early.Failure == ProviderFailure.Waiting)
        {
            memory.HoldFor(early.RetryAfter, time.GetUtcNow());
            throw;
        }
    }

    /// <summary>Tells of a loss. True when the pod ended by it: its containers are not to be started again.</summary>
    private async Task<bool> LoseAsync(V1Pod pod, PodMemory memory, CancellationToken cancellationToken)
    {
        var message = $"{provider.Describe(PodKey.Of(pod))} is gone";
        await events.WarnAsync(pod, "InstanceLost", message, cancellationToken).ConfigureAwait(false);
        beside.Lose(pod.Metadata.Uid);
        var ends = pod.Spec.RestartPolicy == "Never";
        await writer.WriteAsync(pod, ends ? composer.Ended(pod, "InstanceLost", message) : composer.Lost(pod, message), cancellationToken).ConfigureAwait(false);
        memory.LossTold = true;
        return ends;
    }

    private TimeSpan? Hold(V1Pod pod, PodMemory memory, PodCreation outcome)
    {
        resumption.Excuse(pod.Metadata.Uid);
        if (outcome == PodCreation.Refused) return PodDeadline.NoLaterThan(pod, pod.Status?.StartTime ?? time.GetUtcNow().UtcDateTime, time.GetUtcNow(), null);
        if (outcome == PodCreation.Rejected) memory.HoldLong(time.GetUtcNow());
        else memory.HoldBriefly(time.GetUtcNow());
        return memory.HoldUntil - time.GetUtcNow();
    }

    private async Task<TimeSpan?> ClearFailureAsync(V1Pod pod, string failure, PodMemory memory, CancellationToken cancellationToken)
    {
        await creator.ReportFailureAsync(pod, failure, cancellationToken).ConfigureAwait(false);
        resumption.Excuse(pod.Metadata.Uid);
        memory.HoldLong(time.GetUtcNow());
        (memory.Created, memory.Seen) = (null, false);
        return await ending.DeleteInstanceAsync(PodKey.Of(pod), pod.Metadata.Uid, cancellationToken).ConfigureAwait(false);
    }

    // As a kubelet: the containers end with their grace, and then the pod has failed.
    private async Task<TimeSpan?> OverdueAsync(V1Pod pod, PodInstance? instance, PodMemory memory, CancellationToken cancellationToken)
    {
        var ours = instance is { IsForeign: false } && instance.Uid == pod.Metadata.Uid ? instance : null;
        var runs = ours?.Containers.Values.Any(container => container.Current is { IsOver: false }) == true;
        if (runs && terminations.Left(pod, TimeSpan.FromSeconds(pod.Spec.TerminationGracePeriodSeconds ?? 30), memory) is { } wait) return wait;
        terminations.Forget(pod.Metadata.Uid);
        await events.WarnAsync(pod, PodDeadline.Reason, "the pod ran longer than activeDeadlineSeconds", cancellationToken).ConfigureAwait(false);
        await writer.WriteAsync(pod, composer.Overdue(pod, ours), cancellationToken).ConfigureAwait(false);
        return TimeSpan.Zero;
    }
}
