using Frankenetes.Clusters.Components;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Ledger.Entries;

namespace Frankenetes.Clusters.Plans;

/// <summary>The Compact topology: the whole control plane in one container group, of which only the API server's port is public.</summary>
internal static class CompactPlan
{
    // What is billed: two whole cores and 4 GB. Each container may use all of it while the others idle, as they do when it starts.
    private const double TotalCpuCores = 2;
    private const double TotalMemoryGB = 4;

    /// <summary>What of it is billed.</summary>
    public static GroupSize Size { get; } = new(TotalCpuCores, TotalMemoryGB, 0, null, "Linux", false, "Standard");

    /// <summary>The body of the PUT.</summary>
    public static ContainerGroupData ControlPlane(ControlPlaneInput input)
    {
        var group = GroupParts.Group(input, ClusterTags.ControlPlaneRole, Containers(input), Volumes(input));
        group.IPAddress = GroupParts.Public(input.DnsLabel, ApiServer.Port);
        group.Identity = GroupParts.Identity(input);
        return group;
    }

    private static List<ContainerInstanceContainer> Containers(ControlPlaneInput input)
    {
        List<ContainerInstanceContainer> containers =
        [
            ComponentContainers.Etcd(input, 0.5, 1),
            ComponentContainers.ApiServer(input, 1, 1.5),
            ComponentContainers.ControllerManager(input, 0.25, 0.5),
            ComponentContainers.Scheduler(input, 0.125, 0.5),
            ComponentContainers.VirtualKubelet(input, 0.125, 0.5, ComponentContainers.AuditMount),
        ];
        foreach (var container in containers)
            container.Resources.Limits = new ContainerResourceLimits { Cpu = TotalCpuCores, MemoryInGB = TotalMemoryGB };
        return containers;
    }

    private static List<ContainerVolume> Volumes(ControlPlaneInput input) =>
    [
        .. GroupParts.AgentVolumes(input),
        ComponentContainers.EtcdData,
        ComponentContainers.AuditLog,
        .. ComponentContainers.EtcdSecrets(input),
        ComponentContainers.ApiServerSecrets(input),
        ComponentContainers.ControllerManagerSecrets(input),
        ComponentContainers.SchedulerSecrets(input),
        .. GroupParts.KubeletVolumes(input, KubeletNode.First(input)),
    ];
}
