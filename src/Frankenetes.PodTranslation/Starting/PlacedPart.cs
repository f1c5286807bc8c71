using k8s.Models;

namespace Frankenetes.PodTranslation.Starting;

/// <summary>A part of a volume that ACI cannot mount: the whole is mounted at a path of ours, and the pod agent puts the part where the pod wants it before the program starts.</summary>
/// <param name="Mount">As the pod says.</param>
/// <param name="Folder">Where the whole is mounted.</param>
/// <param name="SubPath">The part, a file or a folder.</param>
/// <param name="IsLink">It is linked, so what is written goes into the volume. Otherwise it is copied: files of the cluster, which are fixed for a run by kubelets too.</param>
internal sealed record PlacedPart(V1VolumeMount Mount, string Folder, string SubPath, bool IsLink)
{
    /// <summary>For the pod agent.</summary>
    public IEnumerable<string> Options => [IsLink ? "--link" : "--copy", $"{Folder}/{SubPath}", MountChecks.Plain(Mount.MountPath)];
}
