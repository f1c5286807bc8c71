using System.Text.Json.Serialization;

namespace Frankenetes.PodTranslation.Images;

/// <summary>The JSON of pull secrets, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RegistryConfiguration))]
[JsonSerializable(typeof(Dictionary<string, RegistryEntry>))]
internal sealed partial class RegistryJson : JsonSerializerContext;
