using System.Collections.Concurrent;
using Azure;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.KubernetesApi.Connection;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Control;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>
/// Brings one pod and its container group together: makes, watches and removes the group, tells the API server what became of it. It decides by what
/// it finds each time, so that it may be killed anywhere: a group's name follows from the pod's, its tags say whose it is.
/// </summary>
internal sealed class PodReconciler(
    ApiServer server, PodStore store, PodGroups groups, PodCreator creator, PodStatusComposer composer, PodStatusWriter writer, PodEvents events,
    WriteGate gate, Resumption resumption, ArmAllowance allowance, RateSection rates, TimeProvider time, ILogger logger)
{
    // ARM's reads may lag behind its writes.
    private static readonly TimeSpan ReadLag = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DeleteAgain = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Shortage = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(PodKey Pod, string Uid), PodMemory> _memory = new();

    /// <summary>One look. Answers when to look again; null: when the pod changes.</summary>
    public async Task<TimeSpan?> ReconcileAsync(PodKey key, CancellationToken cancellationToken)
    {
        // The whole look is one stay behind the gate: what was read before a freeze is never acted on after it.
        using var passage = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (!allowance.TryRead()) return Shortage;
        try
        {
            return store.Find(key) switch
            {
                null => await RemoveLeftoverAsync(key, cancellationToken).ConfigureAwait(false),
                { Metadata.DeletionTimestamp: not null } leaving => await EndAsync(leaving, cancellationToken).ConfigureAwait(false),
                var over when PodPhases.IsTerminal(over) => await KeepAsync(over, cancellationToken).ConfigureAwait(false),
                var active => await SynchronizeAsync(active, cancellationToken).ConfigureAwait(false),
            };
        }
        catch (RequestFailedException busy) when (busy.Status is 429 or 503 && RetryAfter(busy) is { } wait)
        {
            logger.LogInformation("{Pod}: ARM asks to come back in {Wait}", key, wait);
            return wait;
        }
    }

    private static TimeSpan? RetryAfter(RequestFailedException busy) =>
        busy.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) == true && int.TryParse(text, out var seconds) ? TimeSpan.FromSeconds(Math.Max(1, seconds)) : null;

    private async Task<TimeSpan?> RemoveLeftoverAsync(PodKey key, CancellationToken cancellationToken)
    {
        foreach (var known in _memory.Keys.Where(known => known.Pod == key)) resumption.Settle(known.Uid);
        var group = await groups.FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (group is null || !groups.IsFor(group, key))
        {
            foreach (var known in _memory.Keys.Where(known => known.Pod == key)) _memory.TryRemove(known, out _);
            return null;
        }
        return await DeleteGroupAsync(key, PodGroups.Tag(group, GroupTags.PodUid)!, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TimeSpan?> EndAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var key = PodKey.Of(pod);
        var group = await groups.FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (group is not null && groups.IsFor(group, key)) return await DeleteGroupAsync(key, pod.Metadata.Uid, cancellationToken).ConfigureAwait(false);

        // Who holds a finalizer (a Job) wants to know how the pod ended before it lets go.
        if (pod.Metadata.Finalizers is { Count: > 0 } && !PodPhases.IsTerminal(pod))
            await writer.WriteAsync(pod, composer.Ended(pod, PodPhases.Failed, null, "the pod was deleted"), cancellationToken).ConfigureAwait(false);
        await server.DeleteNowAsync($"api/v1/namespaces/{key.Namespace}/pods/{key.Name}", pod.Metadata.Uid, cancellationToken).ConfigureAwait(false);
        resumption.Settle(pod.Metadata.Uid);
        _memory.TryRemove((key, pod.Metadata.Uid), out _);
        return null;
    }

    // A pod that ended keeps its group, for its logs, until it is deleted; a suspend's deletion of it changes nothing. One past its deadline loses it.
    private async Task<TimeSpan?> KeepAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        resumption.Settle(pod.Metadata.Uid);
        if (pod.Status.Reason != PodDeadline.Reason) return null;
        var group = await groups.FindAsync(PodKey.Of(pod), cancellationToken).ConfigureAwait(false);
        return group is not null && PodGroups.Tag(group, GroupTags.PodUid) == pod.Metadata.Uid
            ? await DeleteGroupAsync(PodKey.Of(pod), pod.Metadata.Uid, cancellationToken).ConfigureAwait(false) : null;
    }

    private async Task<TimeSpan?> SynchronizeAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var key = PodKey.Of(pod);
        var memory = MemoryOf(key, pod.Metadata.Uid);
        if (PodDeadline.IsOver(pod, time.GetUtcNow()))
        {
            await writer.WriteAsync(pod, composer.Ended(pod, PodPhases.Failed, PodDeadline.Reason, "the pod ran longer than activeDeadlineSeconds"), cancellationToken).ConfigureAwait(false);
            return TimeSpan.Zero;
        }
        var group = await groups.FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (group is null) return await BringBackAsync(pod, memory, cancellationToken).ConfigureAwait(false);
        if (PodGroups.Tag(group, GroupTags.PodUid) == pod.Metadata.Uid && groups.IsOurs(group)) return await ObserveAsync(pod, group, memory, cancellationToken).ConfigureAwait(false);
        if (groups.IsFor(group, key)) return await DeleteGroupAsync(key, PodGroups.Tag(group, GroupTags.PodUid)!, cancellationToken).ConfigureAwait(false);
        await events.WarnAsync(pod, "ContainerGroupNameTaken", $"the container group {PodGroups.Name(key)} belongs to somebody else", cancellationToken).ConfigureAwait(false);
        return TimeSpan.FromSeconds(30);
    }

    private async Task<TimeSpan?> ObserveAsync(V1Pod pod, ContainerGroupData group, PodMemory memory, CancellationToken cancellationToken)
    {
        if (HasFailed(group)) return await ClearFailureAsync(pod, group, memory, cancellationToken).ConfigureAwait(false);
        memory.Seen = true;
        var status = composer.FromGroup(pod, group);
        if (PodStatusWriter.Compose(pod.Status, status) is not null)
        {
            memory.LookSooner();
            if (!await writer.WriteAsync(pod, status, cancellationToken).ConfigureAwait(false)) return Shortage;
        }
        await events.RelayAsync(pod, group, cancellationToken).ConfigureAwait(false);
        resumption.Settle(pod.Metadata.Uid);
        if (status.Phase is PodPhases.Succeeded or PodPhases.Failed) return null;
        var settled = status.ContainerStatuses.All(container => container.Ready);
        return PodDeadline.NoLaterThan(pod, time.GetUtcNow(), settled ? rates.Sweep : memory.NextLook());
    }

    private async Task<TimeSpan?> BringBackAsync(V1Pod pod, PodMemory memory, CancellationToken cancellationToken)
    {
        if (memory.Created is { } created && !memory.Seen && time.GetUtcNow() - created < ReadLag) return memory.NextLook();
        var resuming = resumption.Covers(pod.Metadata.Uid);
        var ran = memory.Seen || (pod.Status?.ContainerStatuses ?? []).Any(status => !string.IsNullOrEmpty(status.ContainerID));
        if (ran && !resuming)
        {
            var message = $"the container group {PodGroups.Name(PodKey.Of(pod))} is gone";
            await events.WarnAsync(pod, "ContainerGroupLost", message, cancellationToken).ConfigureAwait(false);
            if (pod.Spec.RestartPolicy == "Never")
            {
                await writer.WriteAsync(pod, composer.Ended(pod, PodPhases.Failed, "ContainerGroupLost", message), cancellationToken).ConfigureAwait(false);
                return null;
            }
        }
        if (memory.HoldUntil > time.GetUtcNow()) return memory.HoldUntil - time.GetUtcNow();
        if (!allowance.TryCreate()) return TimeSpan.FromSeconds(5);
        var outcome = await creator.CreateAsync(pod, cancellationToken).ConfigureAwait(false);
        if (outcome != PodCreation.Accepted)
        {
            resumption.Excuse(pod.Metadata.Uid);
            if (outcome == PodCreation.Refused) return null;
            if (outcome == PodCreation.Rejected) memory.HoldLong(time.GetUtcNow());
            else memory.HoldBriefly(time.GetUtcNow());
            return memory.HoldUntil - time.GetUtcNow();
        }
        (memory.Created, memory.Deleted, memory.Seen) = (time.GetUtcNow(), null, false);
        memory.LookSooner();
        return memory.NextLook();
    }

    // ARM accepted the group and could not make it: nothing in it ever ran.
    private static bool HasFailed(ContainerGroupData group) =>
        group.ProvisioningState == "Failed" && group.Containers.All(container => container.InstanceView?.CurrentState?.StartOn is null);

    private async Task<TimeSpan?> ClearFailureAsync(V1Pod pod, ContainerGroupData group, PodMemory memory, CancellationToken cancellationToken)
    {
        var told = (group.InstanceView?.Events ?? []).Concat(group.Containers.SelectMany(container => container.InstanceView?.Events ?? []))
            .Where(happening => happening.EventType == ContainerEventType.Warning).MaxBy(happening => happening.LastTimestamp)?.Message;
        await creator.ReportFailureAsync(pod, told ?? "Azure could not create the container group", cancellationToken).ConfigureAwait(false);
        resumption.Excuse(pod.Metadata.Uid);
        memory.HoldLong(time.GetUtcNow());
        (memory.Created, memory.Seen) = (null, false);
        return await DeleteGroupAsync(PodKey.Of(pod), pod.Metadata.Uid, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TimeSpan?> DeleteGroupAsync(PodKey key, string uid, CancellationToken cancellationToken)
    {
        var memory = MemoryOf(key, uid);
        if (memory.Deleted is null || time.GetUtcNow() - memory.Deleted > DeleteAgain)
        {
            await groups.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
            memory.Deleted = time.GetUtcNow();
            memory.LookSooner();
            logger.LogInformation("{Pod}: container group {Group} is being deleted", key, PodGroups.Name(key));
        }
        return memory.NextLook();
    }

    private PodMemory MemoryOf(PodKey key, string uid) =>
        _memory.GetOrAdd((key, uid), _ => new PodMemory());
}
