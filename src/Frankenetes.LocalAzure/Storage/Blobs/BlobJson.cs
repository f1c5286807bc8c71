using System.Text.Json.Serialization;

namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>Blobs and containers as they lie on disk.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BlobRecord))]
[JsonSerializable(typeof(ContainerDocument))]
internal sealed partial class BlobJson : JsonSerializerContext;
