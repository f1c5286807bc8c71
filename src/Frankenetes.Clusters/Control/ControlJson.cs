using System.Text.Json;
using System.Text.Json.Serialization;

namespace Frankenetes.Clusters.Control;

/// <summary>How the blobs that agents share with us are written and read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ControlState))]
[JsonSerializable(typeof(AgentAcknowledgement))]
[JsonSerializable(typeof(FinalManifest))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ControlJson : JsonSerializerContext;
