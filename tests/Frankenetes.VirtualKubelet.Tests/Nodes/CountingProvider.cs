using System.Collections.Concurrent;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.InMemory;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Nodes;

/// <summary>The in-memory provider as a backend that outlives the kubelet: it counts what was made and deleted, and can be out of reach or slow.</summary>
internal sealed class CountingProvider : IPodProvider
{
    private readonly InMemoryProvider _inner = new(new InMemoryOptions { RestartAfter = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);
    private Action<PodKey> _changed = _ => { };

    public CountingProvider() => _inner.Subscribe(key => _changed(key));

    /// <summary>How often an instance was made for each UID.</summary>
    public ConcurrentDictionary<string, int> Made { get; } = new();

    public ConcurrentDictionary<string, int> Deleted { get; } = new();

    /// <summary>Every call fails as if nobody answered.</summary>
    public bool IsAway { get; set; }

    /// <summary>For so long after containers have ended, looks show them as they were before.</summary>
    public TimeSpan Lag { get; set; }

    /// <summary>Nobody can be told to end.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Every so manieth call fails for a moment; 0: none.</summary>
    public int FailsEvery { get; set; }

    private readonly ConcurrentDictionary<PodKey, (PodInstance Instance, DateTimeOffset Until)> _behind = new();
    private int _calls;

    public string Scheme => "memory";

    public string Backend => "Memory";

    public bool TellsEveryChange => true;

    public string Describe(PodKey pod) => _inner.Describe(pod);

    public void Subscribe(Action<PodKey> changed) => _changed = changed;

    public async Task CreateAsync(V1Pod pod, PodInputs inputs, CancellationToken cancellationToken)
    {
        Answer();
        // A kill comes before it is made and counted or after both.
        var absent = await _inner.FindAsync(PodKey.Of(pod), cancellationToken) is null;
        await _inner.CreateAsync(pod, inputs, CancellationToken.None);
        if (absent) Made.AddOrUpdate(pod.Metadata.Uid, 1, (_, count) => count + 1);
        // Killed here, the order was taken and nobody knows.
        await Task.Delay(5, cancellationToken);
        Answer();
    }

    public Task UpdateAsync(V1Pod pod, CancellationToken cancellationToken) => Answered(() => _inner.UpdateAsync(pod, cancellationToken));

    public async Task<bool> TerminateAsync(V1Pod pod, TimeSpan grace, CancellationToken cancellationToken)
    {
        Answer();
        if (IsDeaf) return false;
        var before = await _inner.FindAsync(PodKey.Of(pod), cancellationToken);
        // Ends tell of themselves: what looks show is set first.
        if (before is not null && Lag > TimeSpan.Zero) _behind[PodKey.Of(pod)] = (before, DateTimeOffset.UtcNow + Lag);
        return await _inner.TerminateAsync(pod, grace, cancellationToken);
    }

    public Task DeleteAsync(PodKey pod, string uid, CancellationToken cancellationToken)
    {
        Answer();
        Deleted.AddOrUpdate(uid, 1, (_, count) => count + 1);
        return _inner.DeleteAsync(pod, uid, cancellationToken);
    }

    public Task<PodInstance?> FindAsync(PodKey pod, CancellationToken cancellationToken)
    {
        Answer();
        return _behind.TryGetValue(pod, out var old) && DateTimeOffset.UtcNow < old.Until ? Task.FromResult<PodInstance?>(old.Instance) : _inner.FindAsync(pod, cancellationToken);
    }

    public Task<IReadOnlyList<PodIdentity>> ListAsync(CancellationToken cancellationToken)
    {
        Answer();
        return _inner.ListAsync(cancellationToken);
    }

    public Task<string> GetLogsAsync(PodKey pod, string container, int? tail, bool timestamps, CancellationToken cancellationToken) => _inner.GetLogsAsync(pod, container, tail, timestamps, cancellationToken);

    public Task<PodUsage?> GetUsageAsync(PodKey pod, CancellationToken cancellationToken) => _inner.GetUsageAsync(pod, cancellationToken);

    public Task<ProviderCapacity?> GetCapacityAsync(CancellationToken cancellationToken)
    {
        Answer();
        return _inner.GetCapacityAsync(cancellationToken);
    }

    public void Lose(PodKey pod) => _inner.Lose(pod);

    private Task Answered(Func<Task> call)
    {
        Answer();
        return call();
    }

    private void Answer()
    {
        if (IsAway || (FailsEvery > 0 && Interlocked.Increment(ref _calls) % FailsEvery == 0)) throw new ProviderException(ProviderFailure.Unreachable, "Away", "nobody answers");
    }
}
