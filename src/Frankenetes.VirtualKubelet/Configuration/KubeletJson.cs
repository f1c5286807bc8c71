using System.Text.Json.Serialization;
using Frankenetes.VirtualKubelet.Control;
using Frankenetes.VirtualKubelet.SignIn;

namespace Frankenetes.VirtualKubelet.Configuration;

/// <summary>The JSON of files, blobs and token answers, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(KubeletConfiguration))]
[JsonSerializable(typeof(WitnessConfiguration))]
[JsonSerializable(typeof(ControlState))]
[JsonSerializable(typeof(Acknowledgement))]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class KubeletJson : JsonSerializerContext;
