using System.Text.Json.Serialization;

namespace Frankenetes.LocalAzure.Storage;

/// <summary>What <c>account.json</c> holds: an account as it outlives the process.</summary>
internal sealed record StorageAccountDocument(
    string Name,
    string Location,
    string Kind,
    string Sku,
    IReadOnlyDictionary<string, string> Tags,
    DateTimeOffset CreatedAt,
    IReadOnlyList<string> Keys);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StorageAccountDocument))]
internal sealed partial class StorageAccountJson : JsonSerializerContext;
