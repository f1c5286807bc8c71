using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.PodTranslation;

/// <summary>
/// Brings the pod agent into a pod's group: an init container copies it from a share into an emptyDir, which every container mounts. A program that is paged from a share would die with the share, and
/// ACI mounts Azure Files only where a container runs as root.
/// </summary>
internal static class PodAgentInjection
{
    /// <summary>The init container; pods see it in no status.</summary>
    public const string ContainerName = "frankenetes-pod-agent";

    private const string Program = "frankenetes-pod";
    private const string ShareVolume = "frankenetes-share";
    private const string ProgramVolume = "frankenetes-pod-agent";
    private const string ShareFolder = "/share";

    /// <summary>Adds to the group what the agent needs.</summary>
    public static void Add(ContainerGroupData group, PodAgentSource source)
    {
        var volumes = new List<ContainerVolume>(group.Volumes ?? [])
        {
            new(ShareVolume) { AzureFile = new ContainerInstanceAzureFileVolume(source.ShareName, source.StorageAccount) { StorageAccountKey = source.StorageAccountKey, IsReadOnly = true } },
            new(ProgramVolume) { EmptyDir = new ContainerEmptyDirVolume() },
        };
        group.Volumes = volumes;
        group.InitContainers = [Install(source), .. group.InitContainers ?? []];
        foreach (var container in group.Containers) container.VolumeMounts = [.. container.VolumeMounts ?? [], new ContainerVolumeMount(ProgramVolume, TranslationSettings.PodAgentFolder) { IsReadOnly = true }];
    }

    private static InitContainerDefinitionContent Install(PodAgentSource source) => new(ContainerName)
    {
        Image = source.Image,
        Command = [$"{ShareFolder}/{Program}", "install", TranslationSettings.PodAgentFolder],
        VolumeMounts = [new ContainerVolumeMount(ShareVolume, ShareFolder) { IsReadOnly = true }, new ContainerVolumeMount(ProgramVolume, TranslationSettings.PodAgentFolder)],
    };
}
