using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Records;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>The steps from storage that is ready to a cluster that serves: New's and Resume's alike.</summary>
internal sealed class ControlPlaneStart(ClusterHandle cluster, ClusterLock held, ClusterKeys keys)
{
    private readonly ControlPlaneGroup _group = new(cluster);

    private ControlPlaneWaiter Waiter => new(cluster, _group);

    /// <param name="agent">The agent share's key, once the agent is in it.</param>
    public IReadOnlyList<Step> Steps(Task<AgentInShare> agent) =>
    [
        new("control-plane", "Starting the control plane", async stop =>
        {
            var share = await agent.WaitAsync(stop).ConfigureAwait(false);
            await held.WriteAsync(record => record with { AgentSha256 = share.Sha256 }, stop).ConfigureAwait(false);
            await _group.EnsureAsync(held.Record, keys, share, stop).ConfigureAwait(false);
            await GrantNodeAsync(stop).ConfigureAwait(false);
            var address = await Waiter.AddressAsync(stop).ConfigureAwait(false);
            await held.WriteAsync(record => record with { IPAddress = address }, stop).ConfigureAwait(false);
        }),
        new("api-server", "Waiting for the API server", stop => Waiter.ReadyAsync(held.Record, keys, stop)),
        .. Pods(),
        new("node", "Waiting for the node", stop => Waiter.NodeAsync(held.Record, keys, stop)),
    ];

    // Only a control plane without a service principal's secret has an identity, and Azure knows it once the group is asked for.
    private async Task GrantNodeAsync(CancellationToken cancellationToken)
    {
        if (cluster.Connection.NodeCredential.ClientId is null
            && (await _group.ReadAsync(cancellationToken).ConfigureAwait(false))?.Identity?.PrincipalId is { } principal)
            await new NodeRole(cluster.Connection, cluster.Options.Time).GrantAsync(cluster.Names.PodResourceGroup, principal, cancellationToken).ConfigureAwait(false);
    }

    private IEnumerable<Step> Pods() => held.Record.Epoch == 1
        ? []
        : [new Step("pods", "Waiting for the pods", stop => Waiter.PodsAsync(held.Record.Epoch, stop))];
}
