using k8s.Models;

namespace Frankenetes.PodTranslation.Starting;

/// <summary>A part of a volume that ACI cannot mount: the whole is mounted at a path of ours, and the pod agent puts the part where the pod wants it before the program starts.</summary>
/// <param name="Volume">The pod's name for the volume.</param>
/// <param name="Folder">Where the whole is mounted.</param>
/// <param name="SubPath">The part, a file or a folder.</param>
/// <param name="MountPath">Where the pod wants it.</param>
/// <param name="IsLink">It is linked, so what is written goes into the volume. Otherwise it is copied: files of the cluster, which are fixed for a run by kubelets too.</param>
/// <param name="IsReadOnly">As the pod says.</param>
internal sealed record PlacedPart(string Volume, string Folder, string SubPath, string MountPath, bool IsLink, bool IsReadOnly)
{
    /// <summary>For the pod agent.</summary>
    public IEnumerable<string> Options => [IsLink ? "--link" : "--copy", $"{Folder}/{SubPath}", MountPath];
}

/// <summary>Finds them.</summary>
internal static class PlacedParts
{
    /// <summary>A container's, with subPaths as the pod writes them.</summary>
    public static IEnumerable<PlacedPart> Of(V1PodSpec spec, V1Container container) =>
        from mount in container.VolumeMounts ?? []
        where MountChecks.SubPath(mount) is not null
        let volume = spec.Volumes?.FirstOrDefault(volume => volume.Name == mount.Name)
        where volume is not null && IsPlaced(spec, volume)
        select Place(volume, mount);

    /// <summary>Whether parts of a volume are placed; parts of an emptyDir can be emptyDirs of their own as long as none is seen twice.</summary>
    public static bool IsPlaced(V1PodSpec spec, V1Volume volume) => volume.EmptyDir is null || MountChecks.Overlap(spec, volume.Name);

    private static PlacedPart Place(V1Volume volume, V1VolumeMount mount)
    {
        var files = VolumeKinds.HoldsFiles(volume);
        var readOnly = mount.ReadOnlyProperty == true;
        var folder = files ? LiveVolume.FolderOf(volume.Name) : $"{TranslationSettings.PartsFolder}/{volume.Name}{(readOnly ? ".read-only" : "")}";
        return new PlacedPart(volume.Name, folder, MountChecks.SubPath(mount)!, mount.MountPath, !files, readOnly);
    }
}
