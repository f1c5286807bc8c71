using k8s.Models;

namespace Frankenetes.PodTranslation.Volumes;

/// <summary>The volumes that a group has: one for each volume of the pod that is mounted, and for each part of one that is mounted by a subPath of its own.</summary>
internal sealed class VolumeParts
{
    private readonly Dictionary<(string Volume, string SubPath), string> _names;

    /// <param name="mounts">All mounts of all containers, with their subPaths written out.</param>
    public VolumeParts(IEnumerable<(V1VolumeMount Mount, string SubPath)> mounts)
    {
        var all = mounts.Select(one => (Volume: one.Mount.Name, SubPath: Clean(one.SubPath))).Distinct().ToList();
        // The label of a part cannot be a volume's own: Kubernetes' names hold no slash.
        var names = VolumeNames.Of(all.Select(Label));
        _names = all.ToDictionary(part => part, part => names[Label(part)]);
    }

    /// <summary>The group's name for what a mount mounts.</summary>
    public string Name(string volume, string subPath) => _names[(volume, Clean(subPath))];

    /// <summary>A volume's parts; one without a subPath where the whole is mounted.</summary>
    public IEnumerable<(string SubPath, string Name)> Of(string volume) => from part in _names where part.Key.Volume == volume select (part.Key.SubPath, part.Value);

    private static string Label((string Volume, string SubPath) part) => part.SubPath.Length == 0 ? part.Volume : $"{part.Volume}/{part.SubPath}";

    private static string Clean(string path) => string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."));
}
