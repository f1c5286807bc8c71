using k8s.Models;

namespace Frankenetes.PodTranslation.Volumes;

/// <summary>Which volumes of a pod the pod agent fills and keeps fresh: all of files. What is mounted of one by subPath is copied when its container starts, and stays so, as with kubelets.</summary>
internal static class LiveVolumes
{
    /// <summary>Whether it is one, where the pod agent runs.</summary>
    public static bool IsLive(V1PodSpec spec, V1Volume volume) => VolumeKinds.HoldsFiles(volume) && VolumeKinds.IsMounted(spec, volume);

    /// <summary>With the files that they are to hold now.</summary>
    /// <exception cref="MissingInputException">Something that one names is not there.</exception>
    public static IEnumerable<LiveVolume> Of(V1PodSpec spec, VolumeFiles files) =>
        from volume in spec.Volumes ?? []
        where IsLive(spec, volume)
        select new LiveVolume(volume.Name, [.. spec.Containers.Where(container => Mounts(container, volume.Name)).Select(container => container.Name)], files.Of(volume));

    private static bool Mounts(V1Container container, string volume) => container.VolumeMounts?.Any(mount => mount.Name == volume) == true;
}
