using System.Text.Json.Serialization;

namespace Frankenetes.PodAgent.Sessions;

/// <summary>The JSON of requests and answers, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(Result))]
internal sealed partial class PodAgentJson : JsonSerializerContext;
