using System.Text.Json.Serialization;

namespace Frankenetes.Clusters.Checkpoints;

/// <summary>How checkpoints' manifests are written and read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckpointManifest))]
internal sealed partial class CheckpointsJson : JsonSerializerContext;
