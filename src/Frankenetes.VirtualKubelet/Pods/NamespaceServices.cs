using System.Collections.Concurrent;
using Frankenetes.KubernetesApi.Connection;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>The Services of namespaces, for pods' links to them. Pods come in bursts, so an answer serves for a moment.</summary>
internal sealed class NamespaceServices(ApiServer server, TimeProvider time)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, IReadOnlyList<V1Service> Services)> _known = new();

    public async Task<IReadOnlyList<V1Service>> ReadAsync(string space, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(space, out var known) && time.GetUtcNow() - known.At < Moment) return known.Services;
        var at = time.GetUtcNow();
        var list = await server.GetAsync<V1ServiceList>($"api/v1/namespaces/{space}/services", cancellationToken).ConfigureAwait(false);
        // Namespaces come and go; what is old is of no use to anybody.
        foreach (var old in _known.Where(one => at - one.Value.At > Moment)) _known.TryRemove(old);
        IReadOnlyList<V1Service> services = [.. list.Items];
        _known[space] = (at, services);
        return services;
    }
}
