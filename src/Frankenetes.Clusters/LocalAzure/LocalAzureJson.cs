using System.Text.Json.Serialization;
using Frankenetes.Clusters.Environments;

namespace Frankenetes.Clusters.LocalAzure;

/// <summary>How <c>local-azure.json</c> is read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LocalAzureDescription))]
internal sealed partial class LocalAzureJson : JsonSerializerContext;
