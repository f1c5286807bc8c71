using System.Collections.Concurrent;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>Who follows logs: a pod's instance takes its logs along, so it stays until its followers have heard the last words.</summary>
/// <param name="left">Told of a pod that nobody follows any longer.</param>
internal sealed class LogFollowers(Action<PodKey> left)
{
    private readonly ConcurrentDictionary<PodKey, int> _following = new();

    public bool Any(PodKey pod) => _following.GetValueOrDefault(pod) > 0;

    /// <summary>One more, until disposed.</summary>
    public IDisposable Enter(PodKey pod)
    {
        _following.AddOrUpdate(pod, 1, (_, count) => count + 1);
        return new Following(this, pod);
    }

    private void Leave(PodKey pod)
    {
        if (_following.AddOrUpdate(pod, 0, (_, count) => count - 1) > 0) return;
        _following.TryRemove(KeyValuePair.Create(pod, 0));
        left(pod);
    }

    private sealed class Following(LogFollowers followers, PodKey pod) : IDisposable
    {
        public void Dispose() => followers.Leave(pod);
    }
}
