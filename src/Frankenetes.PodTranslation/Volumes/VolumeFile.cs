namespace Frankenetes.PodTranslation.Volumes;

/// <summary>A file of a ConfigMap, Secret, projected or downward API volume.</summary>
/// <param name="Path">Below the volume's root; may hold folders.</param>
/// <param name="Content">All of it.</param>
/// <param name="Mode">Permissions, as in chmod.</param>
internal sealed record VolumeFile(string Path, byte[] Content, int Mode);
