using System.Text.Json.Serialization;

namespace Frankenetes.Clusters.Plans;

/// <summary>How the agents' configurations are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(KeeperConfiguration))]
[JsonSerializable(typeof(KubeletConfiguration))]
[JsonSerializable(typeof(WitnessConfiguration))]
[JsonSerializable(typeof(KubeletConfiguration.StorageSettings), TypeInfoPropertyName = "KubeletStorageSettings")]
internal sealed partial class PlansJson : JsonSerializerContext;
