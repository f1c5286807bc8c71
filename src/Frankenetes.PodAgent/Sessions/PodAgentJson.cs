using System.Text.Json.Serialization;
using Frankenetes.PodAgent.Ending;
using Frankenetes.PodAgent.Files;
using Frankenetes.PodAgent.Probing;

namespace Frankenetes.PodAgent.Sessions;

/// <summary>The JSON of requests and answers, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(Result))]
[JsonSerializable(typeof(ProbeMessage))]
[JsonSerializable(typeof(EndMessage))]
[JsonSerializable(typeof(FileRequest))]
internal sealed partial class PodAgentJson : JsonSerializerContext;
