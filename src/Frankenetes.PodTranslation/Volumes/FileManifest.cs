using System.Text.Json;
using System.Text.Json.Serialization;

namespace Frankenetes.PodTranslation.Volumes;

/// <summary>Volumes and all that they shall hold, as the pod agent reads it from its manifest and in its request (docs/contracts.md, section 7).</summary>
/// <param name="Volumes">Each is written anew as a whole.</param>
internal sealed record FileManifest(IReadOnlyList<FileManifestVolume> Volumes)
{
    public static FileManifest Of(IEnumerable<LiveVolume> volumes) => new([.. volumes.Select(volume => new FileManifestVolume(volume.Folder, volume.Files))]);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FileManifestJson.Default.FileManifest);
}

/// <summary>One volume of a manifest.</summary>
/// <param name="Path">Where the pod agent finds it.</param>
/// <param name="Files">What is there and not here goes.</param>
internal sealed record FileManifestVolume(string Path, IReadOnlyList<VolumeFile> Files);

/// <summary>The JSON of manifests, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FileManifest))]
internal sealed partial class FileManifestJson : JsonSerializerContext;
