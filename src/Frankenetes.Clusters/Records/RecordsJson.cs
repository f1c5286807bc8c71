using System.Text.Json.Serialization;
using Frankenetes.Clusters.Certificates;

namespace Frankenetes.Clusters.Records;

/// <summary>How record.json and pki.json are written and read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClusterRecord))]
[JsonSerializable(typeof(ClusterKeys))]
[JsonSerializable(typeof(LeaseEntry))]
internal sealed partial class RecordsJson : JsonSerializerContext;
