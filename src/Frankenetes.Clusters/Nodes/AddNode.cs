using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Pods;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Nodes;

/// <summary>Add-FrankenetesNode: a further virtual kubelet for a running cluster, or an end to what a run that was broken off began.</summary>
internal sealed class AddNode(AzureConnection connection, ClusterOptions options, IProgress<OperationProgress>? progress)
{
    public const string Kind = "AddNode";

    /// <summary>Adds the node and waits until it is Ready; one that is there as it is wanted is mended where it needs to be.</summary>
    public async Task RunAsync(string name, NodeRecord node, CancellationToken cancellationToken)
    {
        var operation = new Operation(Kind, name, progress);
        await LockedOperation.RunAsync(connection, options, operation, (cluster, held, stop) => AddAsync(cluster, held, operation, node, stop), cancellationToken).ConfigureAwait(false);
    }

    private async Task<ClusterRecord> AddAsync(ClusterHandle cluster, ClusterLock held, Operation operation, NodeRecord node, CancellationToken cancellationToken)
    {
        if (held.Record.State != ClusterState.Running)
            throw new FrankenetesException(ErrorCatalog.ClusterNotRunning, $"Cluster '{held.Record.Name}' is {held.Record.State}.", held.Record.Name);
        var keys = await cluster.Store.ReadKeysAsync(cancellationToken).ConfigureAwait(false);
        var known = held.Record.Nodes?.FirstOrDefault(one => one.Name == node.Name);
        using var client = new PodClient(held.Record.Name, new ApiServerClient(held.Record, keys, options.Time), options.Time);
        var drain = new NodeDrain(cluster, client, node.Name);
        if (known is null ? await drain.ExistsAsync(cancellationToken).ConfigureAwait(false) : !IsAlike(known, node))
            throw new FrankenetesException(ErrorCatalog.NodeExists, $"Cluster '{held.Record.Name}' has another node '{node.Name}'.", node.Name);
        await held.BeginAsync(Kind, ClusterState.Running, options, cancellationToken).ConfigureAwait(false);
        if (known is null)
            await held.WriteAsync(record => record with { Nodes = [.. record.Nodes ?? [], node] }, cancellationToken).ConfigureAwait(false);
        await operation.RunAsync(Steps(cluster, held, keys, known ?? node, drain), held.FinishStepAsync, cancellationToken).ConfigureAwait(false);
        await held.EndAsync(record => record, cancellationToken).ConfigureAwait(false);
        return held.Record;
    }

    private IReadOnlyList<Step> Steps(ClusterHandle cluster, ClusterLock held, ClusterKeys keys, NodeRecord node, NodeDrain drain)
    {
        var nodes = new FurtherNodes(cluster, keys);
        return
        [
            new("group", "Starting the virtual kubelet", async stop =>
            {
                var agent = await new AgentShare(connection, cluster.Names).FindAsync(stop).ConfigureAwait(false);
                await new NodeGroups(cluster).EnsureAsync(held.Record, node, keys, agent, stop).ConfigureAwait(false);
            }),
            new("node", "Waiting for the node", async stop =>
            {
                await nodes.BackAsync(held.Record, node.Name, stop).ConfigureAwait(false);
                await nodes.ReadyAsync(held.Record, node.Name, stop).ConfigureAwait(false);
                await drain.TakeBackAsync(stop).ConfigureAwait(false);
            }),
        ];
    }

    // Whoever names no taints means the node as it is.
    private static bool IsAlike(NodeRecord known, NodeRecord wanted) =>
        known.OperatingSystem == wanted.OperatingSystem && (wanted.Taints is null || (known.Taints ?? []).Order().SequenceEqual(wanted.Taints.Order()));
}
