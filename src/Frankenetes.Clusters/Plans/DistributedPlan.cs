using Frankenetes.Clusters.Components;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Ledger.Entries;

namespace Frankenetes.Clusters.Plans;

/// <summary>
/// The Distributed topology: a container group for each component. They share no network and call each other by the names of their groups, with certificates on both sides; who is called by nobody
/// has no address (docs/decisions/0021).
/// </summary>
internal static class DistributedPlan
{
    // The smallest container group there is; the two that hold the cluster's objects in memory get more of it.
    private const double CpuCores = 1;
    private const double MemoryGB = 1;
    private const double StoreMemoryGB = 1.5;
    private const double ServerCpuCores = 0.9;
    private const double ServerMemoryGB = 1.8;
    private const double WitnessCpuCores = 0.1;
    private const double WitnessMemoryGB = 0.2;

    /// <summary>What of them is billed.</summary>
    public static IReadOnlyList<GroupSize> Sizes { get; } =
    [
        Size(CpuCores, StoreMemoryGB), Size(ServerCpuCores + WitnessCpuCores, ServerMemoryGB + WitnessMemoryGB), .. Enumerable.Repeat(Size(CpuCores, MemoryGB), 3),
    ];

    /// <summary>The bodies of the PUTs, by the groups' names.</summary>
    public static IReadOnlyDictionary<string, ContainerGroupData> Groups(ControlPlaneInput input) => new Dictionary<string, ContainerGroupData>
    {
        [Components.Etcd.Name] = Etcd(input),
        [Components.ApiServer.Name] = ApiServer(input),
        [ControllerManager.Name] = Group(input, ComponentContainers.ControllerManager(input, CpuCores, MemoryGB), [ComponentContainers.ControllerManagerSecrets(input)]),
        [Scheduler.Name] = Group(input, ComponentContainers.Scheduler(input, CpuCores, MemoryGB), [ComponentContainers.SchedulerSecrets(input)]),
        [VirtualKubelet.Name] = Kubelet(input),
    };

    private static GroupSize Size(double cores, double memory) => new(cores, memory, 0, null, "Linux", false, "Standard");

    private static ContainerGroupData Etcd(ControlPlaneInput input)
    {
        var container = ComponentContainers.Etcd(input, CpuCores, StoreMemoryGB);
        return Serving(Group(input, container, [ComponentContainers.EtcdData, .. ComponentContainers.EtcdSecrets(input)]), input.Hosts.Etcd, Components.Etcd.Port);
    }

    private static ContainerGroupData ApiServer(ControlPlaneInput input)
    {
        var container = ComponentContainers.ApiServer(input, ServerCpuCores, ServerMemoryGB);
        container.Resources.Limits = new ContainerResourceLimits { Cpu = ServerCpuCores + WitnessCpuCores, MemoryInGB = ServerMemoryGB + WitnessMemoryGB };
        var group = Group(input, container, [ComponentContainers.AuditLog, ComponentContainers.ApiServerSecrets(input), ComponentContainers.AuditWitnessSecrets(input)]);
        group.Containers.Add(ComponentContainers.AuditWitness(input, WitnessCpuCores, WitnessMemoryGB));
        return Serving(group, input.Hosts.ApiServer, Components.ApiServer.Port);
    }

    private static ContainerGroupData Kubelet(ControlPlaneInput input)
    {
        var node = KubeletNode.First(input);
        var group = Serving(Group(input, ComponentContainers.VirtualKubelet(input, CpuCores, MemoryGB), GroupParts.KubeletVolumes(input, node)), node.ExternalName!, VirtualKubelet.Port);
        group.Identity = GroupParts.Identity(input);
        return group;
    }

    private static ContainerGroupData Group(ControlPlaneInput input, ContainerInstanceContainer container, IEnumerable<ContainerVolume> volumes) =>
        GroupParts.Group(input, ClusterTags.ControlPlaneRole, [container], [.. GroupParts.AgentVolumes(input), .. volumes]);

    private static ContainerGroupData Serving(ContainerGroupData group, string host, int port)
    {
        group.Containers[0].Ports = [new ContainerPort(port)];
        group.IPAddress = GroupParts.Public(ComponentHosts.LabelOf(host), port);
        return group;
    }
}
