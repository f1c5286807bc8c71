namespace Frankenetes.PodTranslation.Volumes;

/// <summary>A volume whose files are written anew while containers run.</summary>
/// <param name="Name">The pod's name for it.</param>
/// <param name="Containers">Names of the containers in which it can be written; none: init containers alone mount it.</param>
/// <param name="Files">What it shall hold.</param>
internal sealed record LiveVolume(string Name, IReadOnlyList<string> Containers, IReadOnlyList<VolumeFile> Files)
{
    /// <summary>Where the pod agent finds it, in its init container and in <see cref="Containers"/>.</summary>
    public string Folder => FolderOf(Name);

    /// <summary>The folder of a volume that the pod calls so.</summary>
    public static string FolderOf(string name) => $"{TranslationSettings.FilesFolder}/{name}";
}
