using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Nodes;

/// <summary>The container groups of further nodes: made, looked at, deleted.</summary>
internal sealed class NodeGroups(ClusterHandle cluster)
{
    /// <summary>Asks for a node's group of this epoch. One that is there already stays, unless nothing will become of it.</summary>
    public async Task EnsureAsync(ClusterRecord record, NodeRecord node, ClusterKeys keys, AgentInShare agent, CancellationToken cancellationToken)
    {
        var group = Of(node.Name);
        await group.EnsureAsync(
            record.Epoch, ControlChannel.Kubelet(node.Name), _ => Task.FromResult(NodePlan.Node(PlanInputs.Of(cluster, record, keys, agent), node)), cancellationToken).ConfigureAwait(false);
        await group.GrantAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether there is somebody to end the node's pods.</summary>
    public async Task<bool> IsThereAsync(string node, CancellationToken cancellationToken) =>
        await Of(node).ReadAsync(cancellationToken).ConfigureAwait(false) is { } group && !OwnGroup.IsHopeless(group);

    /// <summary>Refuses to wait any longer for a group that will not come up.</summary>
    /// <exception cref="FrankenetesException">NodeFailed, with the last words of the container at fault.</exception>
    public async Task CheckAsync(string node, CancellationToken cancellationToken)
    {
        var group = await Of(node).ReadAsync(cancellationToken).ConfigureAwait(false);
        if (group is null || OwnGroup.IsHopeless(group))
            throw new FrankenetesException(ErrorCatalog.NodeFailed, $"Node '{node}' did not start. {await Of(node).DescribeAsync(group, cancellationToken).ConfigureAwait(false)}", node);
    }

    /// <summary>What is wrong with a node's group, as far as it can be told.</summary>
    public async Task<string> DescribeAsync(string node, CancellationToken cancellationToken) =>
        await Of(node).DescribeAsync(await Of(node).ReadAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Deletes a node's group, and with it its keys, and waits until it is gone.</summary>
    public Task DeleteAsync(string node, CancellationToken cancellationToken) => Of(node).DeleteAsync(cancellationToken);

    /// <summary>Deletes all of them and waits until none is left.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var group in cluster.Groups.ListAsync(cluster.Names.ResourceGroup, cancellationToken).ConfigureAwait(false))
        {
            if (IsNode(group))
                names.Add(group.Name!);
        }

        await Task.WhenAll(names.Select(name => new OwnGroup(cluster, name).DeleteAsync(cancellationToken))).ConfigureAwait(false);
    }

    private OwnGroup Of(string node) => new(cluster, ClusterNames.NodeGroup(node));

    private bool IsNode(ContainerGroupData group) =>
        ClusterTags.AreOf(group.Tags, cluster.Names.Id) && group.Tags.TryGetValue(ClusterTags.Role, out var role) && role == ClusterTags.NodeRole;
}
