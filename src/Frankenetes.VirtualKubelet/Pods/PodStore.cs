using System.Collections.Concurrent;
using Frankenetes.KubernetesApi.Watching;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>The pods that are bound to the node, as the watch last showed them.</summary>
/// <param name="changed">Told of a pod that needs to be looked at.</param>
internal sealed class PodStore(Action<PodKey> changed) : IResourceHandler<V1Pod>
{
    private readonly ConcurrentDictionary<PodKey, V1Pod> _pods = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first list.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Who follows the logs of these pods.</summary>
    public LogFollowers Followers { get; } = new(changed);

    public IReadOnlyCollection<V1Pod> All => [.. _pods.Values];

    public V1Pod? Find(PodKey key) => _pods.GetValueOrDefault(key);

    /// <summary>UIDs of pods that have not ended and are not to be deleted; null before the first list.</summary>
    public IReadOnlyCollection<string>? ActiveUids() => !_synced.Task.IsCompleted ? null
        : [.. _pods.Values.Where(pod => pod.Metadata.DeletionTimestamp is null && !PodPhases.IsTerminal(pod)).Select(pod => pod.Metadata.Uid)];

    /// <summary>Has every pod looked at, whether it changed or not.</summary>
    public void LookAtAll()
    {
        foreach (var key in _pods.Keys) changed(key);
    }

    public void Replace(IReadOnlyList<V1Pod> items)
    {
        var gone = _pods.Keys.Except(items.Select(PodKey.Of)).ToList();
        foreach (var pod in items) _pods[PodKey.Of(pod)] = pod;
        foreach (var key in gone) _pods.TryRemove(key, out _);
        _synced.TrySetResult();
        foreach (var key in items.Select(PodKey.Of).Concat(gone)) changed(key);
    }

    public void Apply(V1Pod item)
    {
        var key = PodKey.Of(item);
        var before = _pods.GetValueOrDefault(key);
        _pods[key] = item;
        if (before is null || Differs(before, item)) changed(key);
    }

    public void Remove(V1Pod item)
    {
        var key = PodKey.Of(item);
        _pods.TryRemove(key, out _);
        changed(key);
    }

    /// <summary>Takes over what the API server answered to a write of ours, sooner than the watch tells.</summary>
    public void Adopt(V1Pod written)
    {
        var key = PodKey.Of(written);
        if (_pods.TryGetValue(key, out var known) && known.Metadata.Uid == written.Metadata.Uid) _pods.TryUpdate(key, written, known);
    }

    // Most changes are echoes of the status that we wrote; to look at the group for each would double the reads.
    private static bool Differs(V1Pod before, V1Pod after) =>
        before.Metadata.Uid != after.Metadata.Uid
        || before.Metadata.DeletionTimestamp != after.Metadata.DeletionTimestamp
        || before.Metadata.DeletionGracePeriodSeconds != after.Metadata.DeletionGracePeriodSeconds
        || (before.Metadata.Finalizers?.Count ?? 0) != (after.Metadata.Finalizers?.Count ?? 0)
        || before.Spec.ActiveDeadlineSeconds != after.Spec.ActiveDeadlineSeconds
        || HaveGatesTurned(before, after)
        || PodUpdates.Fingerprint(before) != PodUpdates.Fingerprint(after);

    // Somebody else's conditions that the pod's readiness waits for.
    private static bool HaveGatesTurned(V1Pod before, V1Pod after) => (after.Spec.ReadinessGates ?? []).Any(gate => StatusOf(before, gate) != StatusOf(after, gate));

    private static string? StatusOf(V1Pod pod, V1PodReadinessGate gate) => pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == gate.ConditionType)?.Status;
}
