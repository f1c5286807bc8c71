using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Nodes;
using Frankenetes.Clusters.Records;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>The steps from storage that is ready to a cluster that serves: New's and Resume's alike.</summary>
internal sealed class ControlPlaneStart(ClusterHandle cluster, ClusterLock held, ClusterKeys keys)
{
    private readonly ControlPlaneGroup _group = new(cluster);

    private ControlPlaneWaiter Waiter => new(cluster, _group);

    private FurtherNodes Nodes => new(cluster, keys);

    /// <param name="agent">The agent share's key, once the agent is in it.</param>
    public IReadOnlyList<Step> Steps(Task<AgentInShare> agent) =>
    [
        new("control-plane", "Starting the control plane", async stop =>
        {
            var share = await agent.WaitAsync(stop).ConfigureAwait(false);
            await held.WriteAsync(record => record with { AgentSha256 = share.Sha256 }, stop).ConfigureAwait(false);
            await _group.EnsureAsync(held.Record, keys, share, stop).ConfigureAwait(false);
            await _group.GrantAsync(stop).ConfigureAwait(false);
            var address = await Waiter.AddressAsync(stop).ConfigureAwait(false);
            await held.WriteAsync(record => record with { IPAddress = address }, stop).ConfigureAwait(false);
            await Nodes.EnsureAsync(held.Record, share, stop).ConfigureAwait(false);
        }),
        new("api-server", "Waiting for the API server", stop => Waiter.ReadyAsync(held.Record, keys, stop)),
        .. Pods(),
        new("node", "Waiting for the node", stop => Task.WhenAll(Waiter.NodeAsync(held.Record, keys, stop), Nodes.ReadyAsync(held.Record, stop))),
    ];

    private IEnumerable<Step> Pods() => held.Record.Epoch == 1
        ? []
        : [new Step("pods", "Waiting for the pods", stop => Task.WhenAll(Waiter.PodsAsync(held.Record.Epoch, stop), Nodes.BackAsync(held.Record, stop)))];
}
