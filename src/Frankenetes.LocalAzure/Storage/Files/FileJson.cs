using System.Text.Json.Serialization;

namespace Frankenetes.LocalAzure.Storage.Files;

/// <summary>Shares and descriptions as they lie on disk.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ShareDocument))]
[JsonSerializable(typeof(FileDescription))]
internal sealed partial class FileJson : JsonSerializerContext;
