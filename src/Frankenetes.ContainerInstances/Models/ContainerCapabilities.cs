using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>What one combination of operating system and GPU may be in a region. Source: Microsoft.ContainerInstance 2023-05-01, Capabilities.</summary>
public sealed class ContainerCapabilities
{
    /// <summary>Linux, Windows or NotSpecified.</summary>
    [JsonPropertyName("osType")]
    public string? OSType { get; set; }

    /// <summary>The region.</summary>
    [JsonPropertyName("location")]
    public string? Location { get; set; }

    /// <summary>The GPU's sku; None: none.</summary>
    [JsonPropertyName("gpu")]
    public string? Gpu { get; set; }

    /// <summary>The most that one group can have; null: not told.</summary>
    [JsonPropertyName("capabilities")]
    public ContainerSupportedCapabilities? Capabilities { get; set; }
}

/// <summary>The most that one group can have. Source: Microsoft.ContainerInstance 2023-05-01, CapabilitiesCapabilities.</summary>
public sealed class ContainerSupportedCapabilities
{
    /// <summary>In GB; null: not told.</summary>
    [JsonPropertyName("maxMemoryInGB")]
    public double? MaxMemoryInGB { get; set; }

    /// <summary>In cores; null: not told.</summary>
    [JsonPropertyName("maxCpu")]
    public double? MaxCpu { get; set; }

    /// <summary>Null: not told.</summary>
    [JsonPropertyName("maxGpuCount")]
    public double? MaxGpuCount { get; set; }
}
