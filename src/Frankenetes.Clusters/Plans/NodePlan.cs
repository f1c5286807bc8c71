using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Records;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Ledger.Entries;

namespace Frankenetes.Clusters.Plans;

/// <summary>The container group of a further node: one virtual kubelet, of which only the kubelet's port is public (docs/decisions/0020).</summary>
internal static class NodePlan
{
    // The smallest container group there is.
    private const double CpuCores = 1;
    private const double MemoryGB = 1;

    /// <summary>What of it is billed.</summary>
    public static GroupSize Size { get; } = new(CpuCores, MemoryGB, 0, null, "Linux", false, "Standard");

    /// <summary>The body of the PUT.</summary>
    public static ContainerGroupData Node(ControlPlaneInput input, NodeRecord record)
    {
        var node = KubeletNode.Further(input, record);
        var container = ComponentContainers.VirtualKubelet(input, CpuCores, MemoryGB);
        container.Ports = [new ContainerPort(VirtualKubelet.Port)];
        var group = GroupParts.Group(input, ClusterTags.NodeRole, [container], [.. GroupParts.AgentVolumes(input), .. GroupParts.KubeletVolumes(input, node)]);
        group.Tags[ClusterTags.Node] = node.Name;
        group.IPAddress = GroupParts.Public(input.Names.NodeDnsLabel(node.Name, input.Epoch), VirtualKubelet.Port);
        group.Identity = GroupParts.Identity(input);
        return group;
    }
}
