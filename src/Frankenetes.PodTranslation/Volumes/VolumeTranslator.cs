using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation.Volumes;

/// <summary>
/// A pod's volumes as ACI's. Files that the pod agent writes become emptyDirs; where it does not, ACI secret volumes, which are flat, of one mode, and fixed when the group is made.
/// </summary>
/// <param name="pod">The pod.</param>
/// <param name="inputs">What it names.</param>
/// <param name="files">Its files.</param>
/// <param name="parts">What of its volumes is mounted.</param>
/// <param name="live">What the pod agent writes.</param>
/// <param name="notes">Told what is not as the pod says.</param>
internal sealed class VolumeTranslator(V1Pod pod, PodInputs inputs, VolumeFiles files, VolumeParts parts, IReadOnlyList<LiveVolume> live, Notes notes)
{
    // What the API server lets one Secret or ConfigMap hold; more than that in one volume comes near what ARM takes in one request.
    private const int MostBytes = 1024 * 1024;
    private const int PlainMode = 0b110_100_100;

    private readonly Shares _shares = new(inputs, pod);

    /// <summary>One for each part that is mounted.</summary>
    public List<ContainerVolume> Translate() =>
        [.. from volume in pod.Spec.Volumes ?? [] from part in parts.Of(volume.Name) select Translate(volume, part.SubPath, part.Name)];

    private ContainerVolume Translate(V1Volume volume, string subPath, string name)
    {
        var result = new ContainerVolume(name);
        if (volume.EmptyDir is { } empty) Empty(result, volume.Name, empty);
        else if (live.FirstOrDefault(one => one.Name == volume.Name) is { } written) Reserve(result, written);
        else if (VolumeKinds.HoldsFiles(volume)) Put(result, volume.Name, Below(files.Of(volume), subPath, volume.Name));
        else if (volume.GitRepo is { } git) result.GitRepo = new ContainerInstanceGitRepoVolume(git.Repository) { Directory = git.Directory, Revision = git.Revision };
        else result.AzureFile = _shares.Of(volume);
        return result;
    }

    private void Empty(ContainerVolume result, string name, V1EmptyDirVolumeSource empty)
    {
        if (!string.IsNullOrEmpty(empty.Medium)) notes.Ignored($"spec.volumes[{name}].emptyDir.medium", "ACI keeps emptyDir on its own disk");
        if (empty.SizeLimit is not null) notes.Ignored($"spec.volumes[{name}].emptyDir.sizeLimit", "ACI has no limit but the group's disk");
        result.EmptyDir = new ContainerEmptyDirVolume();
    }

    private void Reserve(ContainerVolume result, LiveVolume written)
    {
        if (ContainerPaths.All(pod.Spec).SelectMany(one => one.Container.VolumeMounts ?? []).FirstOrDefault(mount => mount.Name == written.Name && MountChecks.SubPath(mount) is not null) is { } part)
            notes.Fixed($"spec.volumes[{written.Name}]", $"what is mounted of it by a subPath, at {part.MountPath}, changes only when its container starts again");
        Measure($"spec.volumes[{written.Name}]", written.Files);
        result.EmptyDir = new ContainerEmptyDirVolume();
    }

    private void Put(ContainerVolume result, string name, List<VolumeFile> below)
    {
        var at = $"spec.volumes[{name}]";
        if (below.Find(file => file.Path.Contains('/')) is { } deep) throw new RefusedPodException(at, $"the path {deep.Path} has folders; ACI's secret volumes are flat");
        Measure(at, below);
        if (below.Exists(file => file.Mode != PlainMode)) notes.Ignored($"{at}.defaultMode", "ACI gives all files of a volume mode 0644");
        notes.Fixed(at, "its files stay as they are when the pod starts: the pod agent does not run in the pod");
        // ACI refuses a secret volume without files; an empty folder is what the pod expects.
        if (below.Count == 0) result.EmptyDir = new ContainerEmptyDirVolume();
        else result.Secret = below.ToDictionary(file => file.Path, file => Convert.ToBase64String(file.Content));
    }

    private static void Measure(string at, IReadOnlyList<VolumeFile> all)
    {
        if (all.Sum(file => (long)file.Content.Length) is > MostBytes and var size) throw new RefusedPodException(at, $"its files have {size} bytes; {MostBytes} is the most");
    }

    private static List<VolumeFile> Below(List<VolumeFile> all, string subPath, string name)
    {
        if (subPath.Length == 0) return all;
        if (all.Exists(file => file.Path == subPath)) throw new RefusedPodException($"spec.volumes[{name}]", $"subPath {subPath} is one file, and ACI mounts folders; mount the volume at a folder of its own and name the file there");
        return [.. all.Where(file => file.Path.StartsWith(subPath + "/", StringComparison.Ordinal)).Select(file => file with { Path = file.Path[(subPath.Length + 1)..] })];
    }
}
