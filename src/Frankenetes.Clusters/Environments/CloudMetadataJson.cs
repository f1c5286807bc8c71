using System.Text.Json.Serialization;

namespace Frankenetes.Clusters.Environments;

/// <summary>How cloud metadata is read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<CloudMetadata>))]
internal sealed partial class CloudMetadataJson : JsonSerializerContext;
