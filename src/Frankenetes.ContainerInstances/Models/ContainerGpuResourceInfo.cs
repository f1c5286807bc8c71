using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Graphics processors of a container. Source: Microsoft.ContainerInstance 2023-05-01, GpuResource.</summary>
public sealed class ContainerGpuResourceInfo
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="count">1, 2 or 4.</param>
    /// <param name="sku">K80, P100 or V100.</param>
    public ContainerGpuResourceInfo(int count, string sku)
    {
        Count = count;
        Sku = sku;
    }

    /// <summary>1, 2 or 4.</summary>
    [JsonPropertyName("count")]
    public int Count { get; set; }

    /// <summary>K80, P100 or V100; which of them a region has, its capabilities say.</summary>
    [JsonPropertyName("sku")]
    public string Sku { get; set; }
}
