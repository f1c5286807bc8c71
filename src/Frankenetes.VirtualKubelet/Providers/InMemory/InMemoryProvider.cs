using System.Collections.Concurrent;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Pods;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers.InMemory;

/// <summary>
/// Pods that exist in this process alone: nothing runs, everything is told as if it did. For tests and for measuring what the kubelet itself costs. It forgets everything with its process, as a backend
/// that lost its pods.
/// </summary>
internal sealed class InMemoryProvider(InMemoryOptions options, TimeProvider time) : IPodProvider, IDisposable
{
    private readonly ConcurrentDictionary<PodKey, InMemoryPod> _pods = new();
    private Action<PodKey> _changed = _ => { };
    private int _addresses;

    public string Scheme => "memory";

    public string Backend => "Memory";

    public bool TellsEveryChange => true;

    public string Describe(PodKey pod) => $"imagined pod {pod}";

    public void Subscribe(Action<PodKey> changed) => _changed = changed;

    public Task CreateAsync(V1Pod pod, PodInputs inputs, CancellationToken cancellationToken)
    {
        var key = PodKey.Of(pod);
        if (_pods.TryGetValue(key, out var present))
        {
            return present.Uid == pod.Metadata.Uid ? Task.CompletedTask
                : throw new ProviderException(ProviderFailure.Occupied, "NameTaken", $"{Describe(key)} is there already and not this pod's");
        }
        var number = Interlocked.Increment(ref _addresses);
        _pods[key] = new InMemoryPod(pod, $"10.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}", options, time, () => _changed(key));
        return Task.CompletedTask;
    }

    public Task UpdateAsync(V1Pod pod, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<bool> TerminateAsync(V1Pod pod, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (!_pods.TryGetValue(PodKey.Of(pod), out var present) || present.Uid != pod.Metadata.Uid) return false;
        await present.TerminateAsync(grace, time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public Task DeleteAsync(PodKey pod, string uid, CancellationToken cancellationToken)
    {
        if (_pods.TryGetValue(pod, out var present) && present.Uid == uid) Lose(pod);
        return Task.CompletedTask;
    }

    /// <summary>The pod vanishes, as backends lose things.</summary>
    public void Lose(PodKey pod)
    {
        if (!_pods.TryRemove(pod, out var lost)) return;
        lost.Dispose();
        _changed(pod);
    }

    public Task<PodInstance?> FindAsync(PodKey pod, CancellationToken cancellationToken) => Task.FromResult(_pods.GetValueOrDefault(pod)?.Look());

    public Task<IReadOnlyList<PodIdentity>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PodIdentity>>([.. _pods.Select(pair => new PodIdentity(pair.Key, pair.Value.Uid))]);

    public Task<string> GetLogsAsync(PodKey pod, string container, int? tail, bool timestamps, CancellationToken cancellationToken) =>
        _pods.GetValueOrDefault(pod)?.LogOf(container) is { } log ? Task.FromResult(LogText.Cut(log, tail, timestamps))
            : throw new ProviderException(ProviderFailure.Absent, "NotFound", $"there is no container {container} in {Describe(pod)}");

    // Nothing runs, so nothing is used and nothing is known.
    public Task<PodUsage?> GetUsageAsync(PodKey pod, CancellationToken cancellationToken) => Task.FromResult<PodUsage?>(null);

    public Task<ProviderCapacity?> GetCapacityAsync(CancellationToken cancellationToken) => Task.FromResult<ProviderCapacity?>(null);

    public void Dispose()
    {
        foreach (var pod in _pods.Values) pod.Dispose();
    }
}
