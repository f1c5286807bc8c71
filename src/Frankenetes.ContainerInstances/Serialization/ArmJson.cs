using System.Text.Json.Serialization;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.ContainerInstances.ResourceManager;

namespace Frankenetes.ContainerInstances.Serialization;

/// <summary>Everything that goes over ARM's wire; null members are left out, as Azure's clients do.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(ContainerGroupData))]
[JsonSerializable(typeof(ContainerExecContent))]
[JsonSerializable(typeof(ContainerExecResult))]
[JsonSerializable(typeof(ContainerLogs))]
[JsonSerializable(typeof(ResourceGroupData))]
[JsonSerializable(typeof(StorageAccountData))]
[JsonSerializable(typeof(TagsPatch))]
[JsonSerializable(typeof(StorageAccountKeys))]
[JsonSerializable(typeof(OperationStatus))]
[JsonSerializable(typeof(Metrics))]
[JsonSerializable(typeof(Page<ContainerGroupData>), TypeInfoPropertyName = "ContainerGroupPage")]
[JsonSerializable(typeof(Page<ResourceGroupData>), TypeInfoPropertyName = "ResourceGroupPage")]
[JsonSerializable(typeof(Page<StorageAccountData>), TypeInfoPropertyName = "StorageAccountPage")]
[JsonSerializable(typeof(Page<ContainerCapabilities>), TypeInfoPropertyName = "CapabilitiesPage")]
[JsonSerializable(typeof(Page<ContainerInstanceUsage>), TypeInfoPropertyName = "UsagesPage")]
internal sealed partial class ArmJson : JsonSerializerContext;
