using Azure;
using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Checkpoints;
using Frankenetes.Clusters.Nodes;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>The steps from storage that is ready to a cluster that serves: New's and Resume's alike.</summary>
internal sealed class ControlPlaneStart(ClusterHandle cluster, ClusterLock held, ClusterKeys keys, Action<string>? warn = null, bool acceptLoss = false)
{
    private readonly ControlPlaneGroups _groups = new(cluster, held.Record.Topology);
    private readonly FurtherNodes _nodes = new(cluster, keys, warn);

    private ControlPlaneWaiter Waiter => new(cluster, _groups);

    /// <param name="agent">The agent share's key, once the agent is in it.</param>
    public IReadOnlyList<Step> Steps(Task<AgentInShare> agent) =>
    [
        new("control-plane", "Starting the control plane", async stop =>
        {
            var share = await agent.WaitAsync(stop).ConfigureAwait(false);
            await EnsureAsync(share, stop).ConfigureAwait(false);
            await _groups.GrantAsync(stop).ConfigureAwait(false);
            var address = await Waiter.AddressAsync(stop).ConfigureAwait(false);
            await held.WriteAsync(record => record with { IPAddress = address }, stop).ConfigureAwait(false);
            await _nodes.EnsureAsync(held.Record, share, stop).ConfigureAwait(false);
        }),
        new("api-server", "Waiting for the API server", stop => Waiter.ReadyAsync(held.Record, keys, stop)),
        .. Tokens(),
        .. Pods(),
        new("node", "Waiting for the node", stop => Task.WhenAll(Waiter.NodeAsync(held.Record, keys, stop), _nodes.ReadyAsync(held.Record, stop))),
    ];

    // Nobody keeps a name for a cluster that sleeps. Certificates are signed for the new one, and kubeconfigs follow when they are exported anew.
    private async Task EnsureAsync(AgentInShare share, CancellationToken cancellationToken)
    {
        try
        {
            await _groups.EnsureAsync(held.Record, keys, share, acceptLoss, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException taken) when (taken.ErrorCode == "DnsNameLabelAlreadyTaken" && held.Record.Epoch > 1)
        {
            // Their certificates and configurations bear the name.
            await _groups.DeleteAsync(cancellationToken).ConfigureAwait(false);
            var (former, label) = (held.Record.Fqdn, cluster.Names.NewDnsLabel());
            await held.WriteAsync(record => record with { Fqdn = label + former[former.IndexOf('.', StringComparison.Ordinal)..] }, cancellationToken).ConfigureAwait(false);
            var which = held.Record.Topology == ClusterTopology.Compact ? "" : "or one made from it ";
            warn?.Invoke($"The name {former} {which}was taken by somebody else while the cluster slept: it is {held.Record.Fqdn} from now on. Kubeconfigs of before lead to that somebody; Export-FrankenetesKubeConfig writes new ones.");
            await _groups.EnsureAsync(held.Record, keys, share, acceptLoss, cancellationToken).ConfigureAwait(false);
        }
    }

    // A clone's node stands still until pods have tokens that are the clone's.
    private IEnumerable<Step> Tokens() => CloneTokens.AreNeeded(held.Record)
        ? [new Step("tokens", "Renewing the service accounts' tokens", stop => new CloneTokens(cluster).RenewAsync(held.Record, keys, stop))]
        : [];

    private IEnumerable<Step> Pods() => held.Record.Epoch == 1
        ? []
        : [new Step("pods", "Waiting for the pods", stop => Task.WhenAll(Waiter.PodsAsync(held.Record.Epoch, stop), _nodes.BackAsync(held.Record, stop)))];
}
