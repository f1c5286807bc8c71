using Frankenetes.Clusters.Components;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Contracts;
using Frankenetes.Ledger.Entries;

namespace Frankenetes.Clusters.Plans;

/// <summary>Which container groups a control plane is, by name, and which of them holds what others ask for.</summary>
/// <param name="Store">etcd's.</param>
/// <param name="Server">The API server's.</param>
/// <param name="Kubelet">The virtual kubelet's.</param>
/// <param name="Others">Those of which nothing is asked.</param>
internal sealed record ControlPlaneShape(string Store, string Server, string Kubelet, params IReadOnlyList<string> Others)
{
    private static readonly ControlPlaneShape Compact = new(ClusterNames.ControlPlaneGroup, ClusterNames.ControlPlaneGroup, ClusterNames.ControlPlaneGroup);
    private static readonly ControlPlaneShape Distributed = new(Etcd.Name, ApiServer.Name, VirtualKubelet.Name, ControllerManager.Name, Scheduler.Name);

    /// <summary>All names, each once.</summary>
    public IReadOnlyList<string> Groups { get; } = [.. new[] { Store, Server, Kubelet }.Concat(Others).Distinct()];

    public static ControlPlaneShape Of(ClusterTopology topology) => topology == ClusterTopology.Distributed ? Distributed : Compact;

    /// <summary>What of its groups is billed.</summary>
    public static IReadOnlyList<GroupSize> Sizes(ClusterTopology topology) => topology == ClusterTopology.Distributed ? DistributedPlan.Sizes : [CompactPlan.Size];

    /// <summary>The bodies of the PUTs, by the groups' names.</summary>
    public static IReadOnlyDictionary<string, ContainerGroupData> Plan(ControlPlaneInput input) => input.Topology == ClusterTopology.Distributed
        ? DistributedPlan.Groups(input)
        : new Dictionary<string, ContainerGroupData> { [ClusterNames.ControlPlaneGroup] = CompactPlan.ControlPlane(input) };
}
