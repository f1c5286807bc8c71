using k8s.Models;

namespace Frankenetes.PodTranslation.Checks;

/// <summary>What volumes are, and how many.</summary>
internal static class VolumeChecks
{
    private const int MostVolumes = 20;

    // The share that the pod agent is copied from and the folder that it is copied to.
    private static readonly string[] _agentVolumes = [PodAgentInjection.ShareVolume, PodAgentInjection.ProgramVolume];

    private static readonly string[] _downwardVolumeFields = ["metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations"];

    public static List<Refusal> Find(V1Pod pod, bool agent)
    {
        var (spec, found) = (pod.Spec, new List<Refusal>());
        foreach (var volume in spec.Volumes ?? [])
        {
            var at = $"spec.volumes[{volume.Name}]";
            // What nobody mounts is left out, whatever it is.
            if (!VolumeKinds.IsMounted(spec, volume)) continue;
            if (VolumeKinds.Refusal(volume) is { } reason) found.Add(new(at, reason));
            foreach (var path in Paths(volume)) CheckPath(path, at, found);
            foreach (var field in DownwardItems(volume).Select(item => item.FieldRef?.FieldPath).OfType<string>().Where(field => !IsVolumeField(field)))
                found.Add(new(at, $"a file cannot hold {field}"));
            if (VolumeKinds.IsShare(volume)) FindNonRoot(spec, volume, at, found);
        }
        foreach (var twice in (spec.Volumes ?? []).GroupBy(volume => volume.Name).Where(group => group.Count() > 1)) found.Add(new($"spec.volumes[{twice.Key}].name", "two volumes have the same name"));
        FindCount(pod, agent, found);
        return found;
    }

    private static void FindCount(V1Pod pod, bool agent, List<Refusal> found)
    {
        var spec = pod.Spec;
        var placed = new PlacedParts(spec);
        var mounted = ContainerPaths.All(spec).SelectMany(one => one.Container.VolumeMounts ?? [])
            .Select(mount => (mount.Name, Part: agent && placed.Contains(mount) ? null : MountChecks.SubPath(mount))).Distinct().Count();
        string[] ours = agent ? [.. OfAgent(pod)] : [];
        var all = mounted + ours.Length;
        if (all > MostVolumes)
            found.Add(new("spec.volumes", $"{mounted} volumes{(agent ? $" and the pod agent's {ours.Length} ({string.Join(", ", ours)})" : "")} are more than the {MostVolumes} of a group{(agent && mounted <= MostVolumes ? $"; {PodAnnotations.PodAgent}: \"false\" leaves the agent out" : "")}"));
    }

    private static IEnumerable<string> OfAgent(V1Pod pod)
    {
        foreach (var volume in _agentVolumes) yield return volume;
        if ((pod.Spec.Volumes ?? []).Any(volume => LiveVolumes.IsLive(pod.Spec, volume))) yield return PodAgentInjection.ManifestVolume;
        if (ContainerPaths.All(pod.Spec).Any(one => StartedPrograms.HasParent(pod, one.Container))) yield return PodAgentInjection.StateVolume;
    }

    // ACI mounts shares with root's eyes alone.
    private static void FindNonRoot(V1PodSpec spec, V1Volume volume, string at, List<Refusal> found)
    {
        foreach (var (container, place) in ContainerPaths.All(spec).Where(one => one.Container.VolumeMounts?.Any(mount => mount.Name == volume.Name) == true))
        {
            if ((container.SecurityContext?.RunAsUser ?? spec.SecurityContext?.RunAsUser) is { } user and not 0)
                found.Add(new(at, $"{place} runs as user {user}, and ACI mounts Azure Files only where a container runs as root"));
        }
    }

    private static void CheckPath(string? path, string at, List<Refusal> found)
    {
        if (string.IsNullOrEmpty(path)) found.Add(new(at, "a file in it has no path"));
        else if (path.StartsWith('/') || path.Split('/').Any(part => part is ".." or "." or "")) found.Add(new(at, $"the path {Shown(path)} leads out of the volume or holds empty parts"));
        else if (path.Split('/').Any(part => part.StartsWith("..", StringComparison.Ordinal))) found.Add(new(at, $"the path {Shown(path)} begins with two dots, which kubelets keep for themselves"));
        else if (path.Any(sign => char.IsControl(sign) || sign is '\\' or ':')) found.Add(new(at, $"the path {Shown(path)} holds signs that ACI takes in no file name"));
    }

    // What is hostile is not repeated raw into events and logs.
    private static string Shown(string path) => $"\"{new string([.. path.Take(100).Select(sign => char.IsControl(sign) ? '?' : sign)])}\"";

    private static IEnumerable<string?> Paths(V1Volume volume) =>
        (volume.ConfigMap?.Items ?? []).Concat(volume.Secret?.Items ?? [])
            .Concat((volume.Projected?.Sources ?? []).SelectMany(source => (source.ConfigMap?.Items ?? []).Concat(source.Secret?.Items ?? []))).Select(item => (string?)item.Path)
            .Concat((volume.Projected?.Sources ?? []).Select(source => source.ServiceAccountToken).OfType<V1ServiceAccountTokenProjection>().Select(token => (string?)token.Path))
            .Concat(DownwardItems(volume).Select(item => (string?)item.Path));

    private static IEnumerable<V1DownwardAPIVolumeFile> DownwardItems(V1Volume volume) =>
        (volume.DownwardAPI?.Items ?? []).Concat((volume.Projected?.Sources ?? []).SelectMany(source => source.DownwardAPI?.Items ?? []));

    private static bool IsVolumeField(string field) =>
        _downwardVolumeFields.Contains(field) || field.StartsWith("metadata.labels['", StringComparison.Ordinal) || field.StartsWith("metadata.annotations['", StringComparison.Ordinal);
}
