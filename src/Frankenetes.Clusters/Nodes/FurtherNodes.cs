using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Nodes;

/// <summary>The nodes besides the control plane's own, from their groups to Ready.</summary>
internal sealed class FurtherNodes(ClusterHandle cluster, ClusterKeys keys)
{
    private readonly NodeGroups _groups = new(cluster);

    /// <summary>Asks for the groups of all of them.</summary>
    public Task EnsureAsync(ClusterRecord record, AgentInShare agent, CancellationToken cancellationToken) =>
        OfEach(record, node => _groups.EnsureAsync(record, node, keys, agent, cancellationToken));

    /// <summary>Waits until their virtual kubelets are at work in this epoch, with every pod's group there again after a resume.</summary>
    public Task BackAsync(ClusterRecord record, CancellationToken cancellationToken) => OfEach(record, node => BackAsync(record, node.Name, cancellationToken));

    /// <summary>Waits until they are Ready.</summary>
    public Task ReadyAsync(ClusterRecord record, CancellationToken cancellationToken) => OfEach(record, node => ReadyAsync(record, node.Name, cancellationToken));

    /// <summary>Waits until one virtual kubelet is at work. The node's own condition cannot tell: it may be an earlier one's.</summary>
    public Task BackAsync(ClusterRecord record, string node, CancellationToken cancellationToken) => UntilAsync(
        node,
        async stop => await cluster.Channel.ReadAsync(ControlChannel.Kubelet(node), stop).ConfigureAwait(false) is { Phase: AgentPhase.Running } word && word.Epoch == record.Epoch,
        cancellationToken);

    /// <summary>Waits until one is Ready.</summary>
    public async Task ReadyAsync(ClusterRecord record, string node, CancellationToken cancellationToken)
    {
        using var client = new ApiServerClient(record, keys, cluster.Options.Time);
        await UntilAsync(node, stop => NodeReader.IsReadyAsync(client, node, stop), cancellationToken).ConfigureAwait(false);
    }

    private static Task OfEach(ClusterRecord record, Func<NodeRecord, Task> act) => Task.WhenAll((record.Nodes ?? []).Select(act));

    private Task UntilAsync(string node, Func<CancellationToken, Task<bool>> isSo, CancellationToken cancellationToken) => Waiting.UntilAsync(
        cluster,
        isSo,
        stop => _groups.CheckAsync(node, stop),
        async (time, stop) => new FrankenetesException(ErrorCatalog.NodeNotReady, $"Node '{node}' was not Ready {time}. {await _groups.DescribeAsync(node, stop).ConfigureAwait(false)}", node),
        cancellationToken);
}
