using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>What a container may use at most. Source: Microsoft.ContainerInstance 2023-05-01, ResourceLimits.</summary>
public sealed class ContainerResourceLimits
{
    /// <summary>In GB; null means the request.</summary>
    [JsonPropertyName("memoryInGB")]
    public double? MemoryInGB { get; set; }

    /// <summary>In cores; null means the request.</summary>
    [JsonPropertyName("cpu")]
    public double? Cpu { get; set; }

    /// <summary>Null: none.</summary>
    [JsonPropertyName("gpu")]
    public ContainerGpuResourceInfo? Gpu { get; set; }
}
