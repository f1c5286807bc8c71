using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Pods;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Nodes;

/// <summary>Remove-FrankenetesNode: its pods end with their grace, then its virtual kubelet goes with its keys, then all that bears its name.</summary>
internal sealed class RemoveNode(AzureConnection connection, ClusterOptions options, IProgress<OperationProgress>? progress)
{
    public const string Kind = "RemoveNode";

    /// <summary>Removes the node; run again after it was broken off, it goes on.</summary>
    public async Task RunAsync(string name, string node, CancellationToken cancellationToken)
    {
        var operation = new Operation(Kind, name, progress);
        await LockedOperation.RunAsync(connection, options, operation, (cluster, held, stop) => RemoveAsync(cluster, held, operation, node, stop), cancellationToken).ConfigureAwait(false);
    }

    private async Task<ClusterRecord> RemoveAsync(ClusterHandle cluster, ClusterLock held, Operation operation, string node, CancellationToken cancellationToken)
    {
        if (held.Record.State != ClusterState.Running)
            throw new FrankenetesException(ErrorCatalog.ClusterNotRunning, $"Cluster '{held.Record.Name}' is {held.Record.State}.", held.Record.Name);
        if (node == ClusterNames.Node)
            throw new FrankenetesException(ErrorCatalog.NodeIsControlPlane, $"Node '{node}' is a part of the control plane of cluster '{held.Record.Name}'.", node);
        if (held.Record.Nodes?.Any(one => one.Name == node) != true)
            throw new FrankenetesException(ErrorCatalog.NodeNotFound, $"Cluster '{held.Record.Name}' has no node '{node}' that was added to it.", node);
        await held.BeginAsync(Kind, ClusterState.Running, options, cancellationToken).ConfigureAwait(false);
        var keys = await cluster.Store.ReadKeysAsync(cancellationToken).ConfigureAwait(false);
        using var client = new PodClient(held.Record.Name, new ApiServerClient(held.Record, keys, options.Time), options.Time);
        await operation.RunAsync(Steps(cluster, node, new NodeDrain(cluster, client, node)), held.FinishStepAsync, cancellationToken).ConfigureAwait(false);
        await held.EndAsync(record => record with { Nodes = record.Nodes!.Where(one => one.Name != node).ToList() is { Count: > 0 } left ? left : null }, cancellationToken).ConfigureAwait(false);
        return held.Record;
    }

    private static IReadOnlyList<Step> Steps(ClusterHandle cluster, string node, NodeDrain drain)
    {
        var groups = new NodeGroups(cluster);
        return
        [
            new("drain", "Ending the node's pods", async stop =>
            {
                await drain.BeginAsync(stop).ConfigureAwait(false);
                // Without a virtual kubelet nobody ends pods: they go with the node.
                await drain.RunAsync(work => groups.IsThereAsync(node, work), stop).ConfigureAwait(false);
            }),
            new("group", "Deleting the virtual kubelet", async stop =>
            {
                await groups.DeleteAsync(node, stop).ConfigureAwait(false);
                await cluster.Channel.ForgetAsync(ControlChannel.Kubelet(node), stop).ConfigureAwait(false);
            }),
            new("node", "Deleting the node", async stop =>
            {
                await drain.EndAsync(stop).ConfigureAwait(false);
                await new PodGroups(cluster).DeleteAsync(stop, node).ConfigureAwait(false);
            }),
        ];
    }
}
