using k8s.Models;

namespace Frankenetes.PodTranslation.Starting;

/// <summary>Which mounts of a pod are parts that the pod agent puts in their places, where it runs.</summary>
internal sealed class PlacedParts(V1PodSpec spec)
{
    private readonly Dictionary<string, V1Volume> _volumes = (spec.Volumes ?? []).DistinctBy(volume => volume.Name ?? "").ToDictionary(volume => volume.Name ?? "");

    // Of all volumes at once: a pod may have thousands of mounts.
    private readonly Lazy<HashSet<string>> _seenTwice = new(() =>
        [.. ContainerPaths.All(spec).SelectMany(one => one.Container.VolumeMounts ?? []).GroupBy(mount => mount.Name ?? "").Where(Overlap).Select(mounts => mounts.Key)]);

    /// <summary>Whether a part of the volume is mounted within another part, or with the whole too.</summary>
    public bool IsSeenTwice(string volume) => _seenTwice.Value.Contains(volume);

    /// <summary>Whether the mount is one; parts of an emptyDir can be emptyDirs of their own as long as none is seen twice.</summary>
    public bool Contains(V1VolumeMount mount) =>
        MountChecks.SubPath(mount) is not null && _volumes.TryGetValue(mount.Name ?? "", out var volume) && (volume.EmptyDir is null || IsSeenTwice(volume.Name));

    /// <summary>A container's.</summary>
    /// <param name="container">The container.</param>
    /// <param name="subPath">Writes a mount's subPath out.</param>
    public IEnumerable<PlacedPart> Of(V1Container container, Func<V1VolumeMount, string> subPath) =>
        (container.VolumeMounts ?? []).Where(Contains).Select(mount => Place(mount, VolumeKinds.HoldsFiles(_volumes[mount.Name]), subPath(mount)));

    private static PlacedPart Place(V1VolumeMount mount, bool files, string subPath)
    {
        var folder = files ? LiveVolume.FolderOf(mount.Name) : $"{TranslationSettings.PartsFolder}/{mount.Name}{(mount.ReadOnlyProperty == true ? ".read-only" : "")}";
        return new PlacedPart(mount, folder, subPath, !files);
    }

    // In order, what lies within a part comes right behind it, and the whole is first.
    private static bool Overlap(IEnumerable<V1VolumeMount> mounts)
    {
        var parts = mounts.Select(mount => Folder(MountChecks.SubPath(mount) ?? "")).Distinct().Order(StringComparer.Ordinal).ToList();
        return parts.Zip(parts.Skip(1)).Any(pair => pair.Second.StartsWith(pair.First, StringComparison.Ordinal));
    }

    private static string Folder(string path) => string.Concat(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Select(part => part + "/"));
}
