using k8s.Models;

namespace Frankenetes.PodTranslation.Checks;

/// <summary>Where volumes are mounted.</summary>
internal static class MountChecks
{
    // Whole trees that belong to the kernel; /dev/shm is a program's own.
    private static readonly string[] _trees = ["/proc", "/sys", "/dev"];

    // Folders without which no image's program runs, or that ACI itself writes into.
    private static readonly HashSet<string> _folders =
        ["/", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/usr", "/usr/bin", "/usr/sbin", "/usr/lib", "/etc", "/boot", "/run", "/var", "/var/run"];

    private static readonly string[] _agentFolders = [TranslationSettings.PodAgentFolder, TranslationSettings.FilesFolder, TranslationSettings.PartsFolder, TranslationSettings.StateFolder];

    public static List<Refusal> Find(V1PodSpec spec, bool agent)
    {
        var found = new List<Refusal>();
        var volumes = (spec.Volumes ?? []).GroupBy(volume => volume.Name ?? "").ToDictionary(group => group.Key, group => group.First());
        var parts = new PlacedParts(spec);
        foreach (var (container, at) in ContainerPaths.All(spec))
        {
            foreach (var mount in container.VolumeMounts ?? []) Check(mount, $"{at}.volumeMounts[{mount.Name}]", volumes, parts, agent, found);
            if (agent) found.AddRange(InPlace(container, at, volumes, parts));
            foreach (var twice in (container.VolumeMounts ?? []).GroupBy(mount => Plain(mount.MountPath)).Where(group => group.Count() > 1))
                found.Add(new($"{at}.volumeMounts[{twice.Last().Name}].mountPath", $"{twice.Key} is mounted twice"));
        }
        return found;
    }

    private static void Check(V1VolumeMount mount, string at, Dictionary<string, V1Volume> volumes, PlacedParts parts, bool agent, List<Refusal> found)
    {
        if (!volumes.TryGetValue(mount.Name ?? "", out var volume)) found.Add(new($"{at}.name", "the pod has no such volume"));
        if (PathReason(mount.MountPath, agent) is { } reason) found.Add(new($"{at}.mountPath", reason));
        if (mount.MountPropagation is not (null or "" or "None")) found.Add(new($"{at}.mountPropagation", "a container group has no host to propagate from or to"));
        if (mount.RecursiveReadOnly is not (null or "" or "Disabled" or "IfPossible")) found.Add(new($"{at}.recursiveReadOnly", "ACI's mounts have no mounts below them"));
        if (SubPath(mount) is not { } subPath) return;
        if (subPath.StartsWith('/') || subPath.Split('/').Contains("..")) found.Add(new($"{at}.subPath", "leads out of the volume"));
        else if (!agent && volume is not null && SubPathReason(volume, parts) is { } why) found.Add(new($"{at}.subPath", why));
    }

    internal static string? SubPath(V1VolumeMount mount) => mount.SubPath is { Length: > 0 } plain ? plain : mount.SubPathExpr is { Length: > 0 } expression ? expression : null;

    /// <summary>A mount's path as others can be compared with it: without slashes that say nothing.</summary>
    internal static string Plain(string? path) => "/" + string.Join('/', Names(path));

    private static string[] Names(string? path) => (path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static string? PathReason(string? path, bool agent)
    {
        if (string.IsNullOrEmpty(path) || path[0] != '/') return "must be absolute";
        if (path.Contains(':') || path.Contains('\0')) return "ACI takes no colon in it";
        if (Names(path).Any(name => name is ".." or ".")) return "must not hold . or ..";
        var plain = Plain(path);
        if (_folders.Contains(plain)) return $"would hide the image's own {plain}";
        if (_trees.FirstOrDefault(tree => IsIn(plain, tree)) is { } system && !IsIn(plain, "/dev/shm")) return $"{system} is the system's";
        return agent && _agentFolders.FirstOrDefault(folder => IsIn(plain, folder)) is { } taken ? $"{taken} is the pod agent's" : null;
    }

    private static bool IsIn(string path, string folder) => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    // Without the pod agent: ACI mounts whole volumes. A part of an emptyDir can be an emptyDir of its own as long as nobody sees the whole of it.
    private static string? SubPathReason(V1Volume volume, PlacedParts parts)
    {
        if (VolumeKinds.HoldsFiles(volume)) return null;
        if (volume.EmptyDir is null) return "ACI mounts whole shares; the pod agent puts parts in their places where the pod lets it run";
        return parts.IsSeenTwice(volume.Name) ? "ACI mounts whole volumes, and a part is mounted within another part or with the whole too; the pod agent puts parts in their places where the pod lets it run" : null;
    }

    // Parts are put in their places when everything is mounted: neither may a mount lie within one, nor may one change what others see.
    private static IEnumerable<Refusal> InPlace(V1Container container, string at, Dictionary<string, V1Volume> volumes, PlacedParts parts)
    {
        var around = new Stack<(V1VolumeMount Mount, string Path)>();
        // In this order, whatever lies within a mount comes behind it.
        foreach (var (mount, path) in (container.VolumeMounts ?? []).Select(mount => (mount, Path: Plain(mount.MountPath) + "/")).DistinctBy(one => one.Path).OrderBy(one => one.Path, StringComparer.Ordinal))
        {
            while (around.TryPeek(out var other) && !path.StartsWith(other.Path, StringComparison.Ordinal)) around.Pop();
            if (around.TryPeek(out var outer))
            {
                if (parts.Contains(outer.Mount))
                    yield return new($"{at}.volumeMounts[{outer.Mount.Name}].mountPath", $"{mount.MountPath} is mounted within a part of a volume that the pod agent puts in its place; mount the whole volume");
                else if (parts.Contains(mount) && volumes.GetValueOrDefault(outer.Mount.Name ?? "")?.EmptyDir is null)
                    yield return new($"{at}.volumeMounts[{mount.Name}].mountPath", $"lies within {outer.Mount.MountPath}, where it would be put into volume {outer.Mount.Name} itself; choose a place outside");
            }
            around.Push((mount, path));
        }
    }
}
