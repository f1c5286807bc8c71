using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.PodTranslation;

/// <summary>
/// Brings the pod agent into a pod's group: an init container copies it from a share into an emptyDir, which every container mounts. A program that is paged from a share would die with the share, and
/// ACI mounts Azure Files only where a container runs as root. The same init container fills the volumes of files, from a secret volume that nobody else mounts.
/// </summary>
internal static class PodAgentInjection
{
    /// <summary>The init container; pods see it in no status.</summary>
    public const string ContainerName = "frankenetes-pod-agent";

    public const string ShareVolume = "frankenetes-share";
    public const string ProgramVolume = "frankenetes-pod-agent";
    public const string ManifestVolume = "frankenetes-files";
    public const string StateVolume = "frankenetes-state";

    private const string ShareFolder = "/share";
    private const string ManifestFolder = "/manifest";
    private const string ManifestFile = "files.json";

    /// <summary>Adds to the group what the agent needs.</summary>
    /// <param name="group">The group.</param>
    /// <param name="source">Where the program comes from.</param>
    /// <param name="hosts">Lines for the group's /etc/hosts.</param>
    /// <param name="live">Volumes that it fills; they are emptyDirs of the group.</param>
    /// <param name="nameOf">The group's name for a volume of the pod.</param>
    public static void Add(ContainerGroupData group, PodAgentSource source, IEnumerable<string> hosts, IReadOnlyList<LiveVolume> live, Func<string, string> nameOf)
    {
        var volumes = new List<ContainerVolume>(group.Volumes ?? [])
        {
            new(ShareVolume) { AzureFile = new ContainerInstanceAzureFileVolume(source.ShareName, source.StorageAccount) { StorageAccountKey = source.StorageAccountKey, IsReadOnly = true } },
            new(ProgramVolume) { EmptyDir = new ContainerEmptyDirVolume() },
        };
        if (live.Count > 0)
            volumes.Add(new(ManifestVolume) { Secret = new Dictionary<string, string> { [ManifestFile] = Convert.ToBase64String(FileManifest.Of(live).ToJson()) } });
        if (Commands(group).Any(StartedPrograms.HasParent)) volumes.Add(new(StateVolume) { EmptyDir = new ContainerEmptyDirVolume() });
        group.Volumes = volumes;
        foreach (var container in (group.InitContainers ?? []).Where(container => StartedPrograms.IsIn(container.Command)))
            container.VolumeMounts = [.. container.VolumeMounts ?? [], .. Mounts(container.Command)];
        group.InitContainers = [Install(source, hosts, live, nameOf), .. group.InitContainers ?? []];
        foreach (var container in group.Containers)
        {
            var writable = live.Where(volume => volume.Containers.Contains(container.Name)).Select(volume => new ContainerVolumeMount(nameOf(volume.Name), volume.Folder));
            container.VolumeMounts = [.. container.VolumeMounts ?? [], .. Mounts(container.Command), .. writable];
        }
    }

    private static IEnumerable<IList<string>?> Commands(ContainerGroupData group) =>
        group.Containers.Select(container => container.Command).Concat((group.InitContainers ?? []).Select(container => container.Command));

    private static IEnumerable<ContainerVolumeMount> Mounts(IList<string>? command)
    {
        yield return new(ProgramVolume, TranslationSettings.PodAgentFolder) { IsReadOnly = true };
        if (StartedPrograms.HasParent(command)) yield return new(StateVolume, TranslationSettings.StateFolder);
    }

    private static InitContainerDefinitionContent Install(PodAgentSource source, IEnumerable<string> hosts, IReadOnlyList<LiveVolume> live, Func<string, string> nameOf)
    {
        List<ContainerVolumeMount> mounts = [new(ShareVolume, ShareFolder) { IsReadOnly = true }, new(ProgramVolume, TranslationSettings.PodAgentFolder)];
        List<string> command = [$"{ShareFolder}/{TranslationSettings.PodAgentFile}", "install", TranslationSettings.PodAgentFolder];
        if (live.Count > 0)
        {
            mounts.Add(new(ManifestVolume, ManifestFolder) { IsReadOnly = true });
            mounts.AddRange(live.Select(volume => new ContainerVolumeMount(nameOf(volume.Name), volume.Folder)));
            command.AddRange(["--files", $"{ManifestFolder}/{ManifestFile}"]);
        }
        command.AddRange(hosts.SelectMany(line => new[] { "--host", line }));
        return new(ContainerName) { Image = source.Image, Command = command, VolumeMounts = mounts };
    }
}
