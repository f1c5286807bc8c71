using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>What a container is given at least, and is billed for. Source: Microsoft.ContainerInstance 2023-05-01, ResourceRequests.</summary>
public sealed class ContainerResourceRequestsContent
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="memoryInGB">In GB (10^9 bytes), in steps of 0.1.</param>
    /// <param name="cpu">In cores; fractions allowed.</param>
    public ContainerResourceRequestsContent(double memoryInGB, double cpu)
    {
        MemoryInGB = memoryInGB;
        Cpu = cpu;
    }

    /// <summary>In GB (10^9 bytes), in steps of 0.1.</summary>
    [JsonPropertyName("memoryInGB")]
    public double MemoryInGB { get; set; }

    /// <summary>In cores; fractions allowed.</summary>
    [JsonPropertyName("cpu")]
    public double Cpu { get; set; }

    /// <summary>Null: none.</summary>
    [JsonPropertyName("gpu")]
    public ContainerGpuResourceInfo? Gpu { get; set; }
}
