using Frankenetes.KubernetesApi.Connection;
using Frankenetes.KubernetesApi.Watching;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods.Files;

/// <summary>One watch for each ConfigMap and Secret that pods' files come from, for as long as a pod has such files; the pods that share one share its watch.</summary>
/// <param name="server">Whom to ask.</param>
/// <param name="changed">Told of each pod whose files may have changed.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">One line for an interruption.</param>
internal sealed class WatchedObjects(ApiServer server, Action<PodKey> changed, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly Dictionary<WatchedPlace, Watch> _watches = [];
    private readonly Lock _lock = new();

    /// <summary>What this pod's files come from; what it named before and does not name now is forgotten.</summary>
    public void Follow(string uid, PodKey pod, IReadOnlySet<WatchedPlace> wanted)
    {
        lock (_lock)
        {
            Leave(uid, wanted);
            foreach (var place in wanted)
            {
                if (!_watches.TryGetValue(place, out var watch)) _watches[place] = watch = Begin(place);
                watch.Pods[uid] = pod;
            }
        }
    }

    /// <summary>The pod is no more.</summary>
    public void Forget(string uid)
    {
        lock (_lock) Leave(uid, new HashSet<WatchedPlace>());
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var watch in _watches.Values) watch.Dispose();
            _watches.Clear();
        }
    }

    private void Leave(string uid, IReadOnlySet<WatchedPlace> wanted)
    {
        foreach (var (place, watch) in _watches.Where(pair => !wanted.Contains(pair.Key)).ToList())
        {
            if (!watch.Pods.Remove(uid) || watch.Pods.Count > 0) continue;
            _watches.Remove(place);
            watch.Dispose();
        }
    }

    private Watch Begin(WatchedPlace place)
    {
        var watch = new Watch();
        void Tell()
        {
            List<PodKey> pods;
            lock (_lock) pods = [.. watch.Pods.Values];
            foreach (var pod in pods) changed(pod);
        }

        _ = place.Kind == WatchedPlace.Secrets ? RunAsync<V1SecretList, V1Secret>(place, Tell, watch.Token) : RunAsync<V1ConfigMapList, V1ConfigMap>(place, Tell, watch.Token);
        return watch;
    }

    private async Task RunAsync<TList, T>(WatchedPlace place, Action tell, CancellationToken cancellationToken)
        where TList : IItems<T>, IKubernetesObject<V1ListMeta>
        where T : IMetadata<V1ObjectMeta>
    {
        await Task.Yield();
        await new Reflector<TList, T>(server, place.Path, new Bell<T>(tell), time, logger).RunAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A watch and the pods that it is for.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly CancellationTokenSource _ending = new();

        public Watch() => Token = _ending.Token;

        public CancellationToken Token { get; }

        public Dictionary<string, PodKey> Pods { get; } = [];

        public void Dispose()
        {
            _ending.Cancel();
            _ending.Dispose();
        }
    }

    /// <summary>That it changed is enough: whoever hears it reads it.</summary>
    private sealed class Bell<T>(Action ring) : IResourceHandler<T>
    {
        public void Replace(IReadOnlyList<T> items) => ring();

        public void Apply(T item) => ring();

        public void Remove(T item) => ring();
    }
}
