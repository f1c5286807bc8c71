using Frankenetes.Clusters.Components;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.Clusters.Plans;

/// <summary>The components' containers and volumes, whatever groups they are in. Volumes are called after what they hold: groups that hold several components have them all.</summary>
internal static class ComponentContainers
{
    private const string EtcdDataVolume = "etcd-data";
    private const string EtcdPkiVolume = "etcd-pki";
    private const string EtcdConfigurationVolume = "etcd-configuration";
    private const string AuditVolume = "audit-log";
    private const string WitnessVolume = "audit-witness";

    /// <summary>etcd's store: it lives as long as the group.</summary>
    public static ContainerVolume EtcdData => new(EtcdDataVolume) { EmptyDir = new ContainerEmptyDirVolume() };

    /// <summary>The API server's audit log.</summary>
    public static ContainerVolume AuditLog => new(AuditVolume) { EmptyDir = new ContainerEmptyDirVolume() };

    /// <summary>For whoever reads the audit log.</summary>
    public static ContainerVolumeMount AuditMount => GroupParts.ReadOnly(AuditVolume, Components.ApiServer.AuditFolder);

    public static ContainerInstanceContainer Etcd(ControlPlaneInput input, double cpuCores, double memoryGB) =>
        Component(Components.Etcd.Name, input.EtcdImage, Components.Etcd.Command, cpuCores, memoryGB,
            GroupParts.AgentMount, new(EtcdDataVolume, Components.Etcd.DataFolder), GroupParts.ReadOnly(EtcdPkiVolume, Agent.PkiFolder), GroupParts.ReadOnly(EtcdConfigurationVolume, Agent.ConfigurationFolder));

    public static IReadOnlyList<ContainerVolume> EtcdSecrets(ControlPlaneInput input) =>
    [
        GroupParts.Secret(EtcdPkiVolume, Components.Etcd.PkiFiles(input)),
        GroupParts.Secret(EtcdConfigurationVolume, Components.Etcd.ConfigurationFiles(input)),
    ];

    public static ContainerInstanceContainer ApiServer(ControlPlaneInput input, double cpuCores, double memoryGB)
    {
        var container = Component(Components.ApiServer.Name, Image(Components.ApiServer.Name, input), Components.ApiServer.Command(input.Version, input.Hosts.Etcd), cpuCores, memoryGB,
            GroupParts.ReadOnly(Components.ApiServer.Name, Components.ApiServer.Folder), new(AuditVolume, Components.ApiServer.AuditFolder));
        container.Ports = [new ContainerPort(Components.ApiServer.Port)];
        return container;
    }

    public static ContainerVolume ApiServerSecrets(ControlPlaneInput input) =>
        GroupParts.Secret(Components.ApiServer.Name, Components.ApiServer.Files(input.Keys, input.Leaves, input.Fqdn));

    /// <summary>For an API server without a virtual kubelet beside it.</summary>
    public static ContainerInstanceContainer AuditWitness(ControlPlaneInput input, double cpuCores, double memoryGB) =>
        Component(Components.AuditWitness.Name, input.EtcdImage, Components.AuditWitness.Command, cpuCores, memoryGB,
            GroupParts.AgentMount, AuditMount, GroupParts.ReadOnly(WitnessVolume, Agent.ConfigurationFolder));

    public static ContainerVolume AuditWitnessSecrets(ControlPlaneInput input) => GroupParts.Secret(WitnessVolume, Components.AuditWitness.ConfigurationFiles(input));

    public static ContainerInstanceContainer ControllerManager(ControlPlaneInput input, double cpuCores, double memoryGB) =>
        Component(Components.ControllerManager.Name, Image(Components.ControllerManager.Name, input), Components.ControllerManager.Command(input.Version, input.Hosts.ApiServer), cpuCores, memoryGB,
            GroupParts.AgentMount, GroupParts.ReadOnly(Components.ControllerManager.Name, Components.ControllerManager.Folder));

    public static ContainerVolume ControllerManagerSecrets(ControlPlaneInput input) =>
        GroupParts.Secret(Components.ControllerManager.Name, Components.ControllerManager.Files(input.Keys, input.Leaves, input.Hosts.ApiServer));

    public static ContainerInstanceContainer Scheduler(ControlPlaneInput input, double cpuCores, double memoryGB) =>
        Component(Components.Scheduler.Name, Image(Components.Scheduler.Name, input), Components.Scheduler.Command(input.Version, input.Hosts.ApiServer), cpuCores, memoryGB,
            GroupParts.AgentMount, GroupParts.ReadOnly(Components.Scheduler.Name, Components.Scheduler.Folder));

    public static ContainerVolume SchedulerSecrets(ControlPlaneInput input) =>
        GroupParts.Secret(Components.Scheduler.Name, Components.Scheduler.Files(input.Keys, input.Leaves, input.Hosts.ApiServer));

    /// <summary>A virtual kubelet, the first node's or a further one's.</summary>
    public static ContainerInstanceContainer VirtualKubelet(ControlPlaneInput input, double cpuCores, double memoryGB, params ContainerVolumeMount[] more) =>
        Component(Components.VirtualKubelet.Name, input.EtcdImage, Components.VirtualKubelet.Command, cpuCores, memoryGB, [.. GroupParts.KubeletMounts, .. more]);

    private static ContainerInstanceContainer Component(
        string name, string image, IReadOnlyList<string> command, double cpuCores, double memoryGB, params ContainerVolumeMount[] mounts) =>
        new(name, image, new ContainerResourceRequirements(new ContainerResourceRequestsContent(memoryGB, cpuCores)))
        {
            Command = [.. command],
            VolumeMounts = mounts,
        };

    private static string Image(string component, ControlPlaneInput input) => $"registry.k8s.io/{component}:{input.Version}";
}
