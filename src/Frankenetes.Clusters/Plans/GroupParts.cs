using System.Text;
using Frankenetes.Clusters.Components;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.Clusters.Plans;

/// <summary>What the groups that run our agent have in common: how it gets in, and how files reach containers.</summary>
internal static class GroupParts
{
    private const string AgentShareVolume = "agent-share";
    private const string AgentBinaryVolume = "agent-binary";
    private const string KubeletPkiVolume = "kubelet-pki";
    private const string KubeletConfigurationVolume = "kubelet-configuration";

    /// <summary>The agent's folder, for containers that run it.</summary>
    public static ContainerVolumeMount AgentMount => ReadOnly(AgentBinaryVolume, Agent.BinaryFolder);

    /// <summary>The init container that copies the agent.</summary>
    public static InitContainerDefinitionContent InstallAgent(ControlPlaneInput input) => new("install-agent")
    {
        Image = input.EtcdImage,
        Command = [.. Agent.Install],
        VolumeMounts = [ReadOnly(AgentShareVolume, Agent.ShareFolder), new(AgentBinaryVolume, Agent.BinaryFolder)],
    };

    /// <summary>The volumes of the agent itself.</summary>
    public static IReadOnlyList<ContainerVolume> AgentVolumes(ControlPlaneInput input) =>
    [
        new(AgentShareVolume)
        {
            AzureFile = new ContainerInstanceAzureFileVolume(ClusterNames.AgentShare, input.Names.AgentAccount) { StorageAccountKey = input.AgentAccountKey, IsReadOnly = true },
        },
        new(AgentBinaryVolume) { EmptyDir = new ContainerEmptyDirVolume() },
    ];

    /// <summary>A virtual kubelet's mounts.</summary>
    public static ContainerVolumeMount[] KubeletMounts => [AgentMount, ReadOnly(KubeletPkiVolume, Agent.PkiFolder), ReadOnly(KubeletConfigurationVolume, Agent.ConfigurationFolder)];

    /// <summary>A virtual kubelet's own volumes.</summary>
    public static IReadOnlyList<ContainerVolume> KubeletVolumes(ControlPlaneInput input, KubeletNode node) =>
    [
        Secret(KubeletPkiVolume, VirtualKubelet.PkiFiles(input, node)),
        Secret(KubeletConfigurationVolume, VirtualKubelet.ConfigurationFiles(input, node)),
    ];

    /// <summary>Groups that have no service principal's secret sign in by an identity of their own.</summary>
    public static ManagedServiceIdentity? Identity(ControlPlaneInput input) =>
        input.NodeCredential.ClientId is null ? new ManagedServiceIdentity { ManagedServiceIdentityType = "SystemAssigned" } : null;

    public static ContainerVolumeMount ReadOnly(string volume, string path) => new(volume, path) { IsReadOnly = true };

    public static ContainerVolume Secret(string name, IReadOnlyDictionary<string, string> files) => new(name)
    {
        Secret = files.ToDictionary(file => file.Key, file => Convert.ToBase64String(Encoding.UTF8.GetBytes(file.Value))),
    };
}
