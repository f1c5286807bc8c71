using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Pods;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Pods;

/// <summary>What the cmdlets for pods share: one connection to each cluster for as long as the pipeline runs.</summary>
public abstract class PodCmdlet : FrankenetesCommand
{
    private readonly Dictionary<string, Task<PodClient>> _clients = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The pods of a cluster; null means the only one there is. Safe from any thread.</summary>
    private protected Task<PodClient> ConnectAsync(string? cluster, CancellationToken stop)
    {
        lock (_clients)
        {
            var known = _clients.GetValueOrDefault(cluster ?? "");
            return known is { IsFaulted: false, IsCanceled: false } ? known : _clients[cluster ?? ""] = OpenAsync(cluster, stop);
        }
    }

    /// <summary>Ends the connections.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var client in _clients.Values.Where(client => client.IsCompletedSuccessfully))
                client.Result.Dispose();
        }

        base.Dispose(disposing);
    }

    private static async Task<PodClient> OpenAsync(string? cluster, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        return await new ClusterReader(connection, ClusterHost.Options).PodsAsync(cluster ?? Session.Cluster, stop).ConfigureAwait(false);
    }
}
