using System.Collections.Concurrent;
using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Failures;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Nodes;

/// <summary>The nodes besides the control plane's own, from their groups to Ready.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="keys">Its keys.</param>
/// <param name="warn">Told of a node that does not come up, which nobody waits for any longer; null: its failure is everybody's.</param>
internal sealed class FurtherNodes(ClusterHandle cluster, ClusterKeys keys, Action<string>? warn = null)
{
    private readonly NodeGroups _groups = new(cluster);
    private readonly ConcurrentDictionary<string, bool> _failed = new();

    /// <summary>Asks for the groups of all of them.</summary>
    public Task EnsureAsync(ClusterRecord record, AgentInShare agent, CancellationToken cancellationToken) =>
        OfEach(record, node => _groups.EnsureAsync(record, node, keys, agent, cancellationToken), cancellationToken);

    /// <summary>Waits until their virtual kubelets are at work in this epoch, with every pod's group there again after a resume.</summary>
    public Task BackAsync(ClusterRecord record, CancellationToken cancellationToken) => OfEach(record, node => BackAsync(record, node.Name, cancellationToken), cancellationToken);

    /// <summary>Waits until they are Ready.</summary>
    public Task ReadyAsync(ClusterRecord record, CancellationToken cancellationToken) => OfEach(record, node => ReadyAsync(record, node.Name, cancellationToken), cancellationToken);

    /// <summary>Waits until one virtual kubelet is at work. The node's own condition cannot tell: it may be an earlier one's.</summary>
    public Task BackAsync(ClusterRecord record, string node, CancellationToken cancellationToken) => UntilAsync(
        node,
        stop => cluster.Channel.IsRunningAsync(node, record.Epoch, stop),
        cancellationToken);

    /// <summary>Waits until one is Ready.</summary>
    public async Task ReadyAsync(ClusterRecord record, string node, CancellationToken cancellationToken)
    {
        using var client = new ApiServerClient(record, keys, cluster.Options.Time);
        await UntilAsync(node, stop => NodeReader.IsReadyAsync(client, node, stop), cancellationToken).ConfigureAwait(false);
    }

    private Task OfEach(ClusterRecord record, Func<NodeRecord, Task> act, CancellationToken cancellationToken) =>
        Task.WhenAll((record.Nodes ?? []).Where(node => !_failed.ContainsKey(node.Name)).Select(node => TryAsync(node, act, cancellationToken)));

    private async Task TryAsync(NodeRecord node, Func<NodeRecord, Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act(node).ConfigureAwait(false);
        }
        catch (Exception failure) when (warn is not null && !FailureTranslator.IsCancelled(failure, cancellationToken))
        {
            if (_failed.TryAdd(node.Name, true))
                warn($"The cluster wakes without node '{node.Name}'. {FailureTranslator.Translate(failure).Message} Add-FrankenetesNode tries it again, Remove-FrankenetesNode removes it.");
        }
    }

    private Task UntilAsync(string node, Func<CancellationToken, Task<bool>> isSo, CancellationToken cancellationToken) => Waiting.UntilAsync(
        cluster,
        isSo,
        stop => _groups.CheckAsync(node, stop),
        async (time, stop) => new FrankenetesException(ErrorCatalog.NodeNotReady, $"Node '{node}' was not Ready {time}. {await _groups.DescribeAsync(node, stop).ConfigureAwait(false)}", node),
        cancellationToken);
}
