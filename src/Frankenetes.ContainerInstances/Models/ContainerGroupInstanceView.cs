using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>The group's state; absent from list answers. Source: Microsoft.ContainerInstance 2023-05-01, ContainerGroupPropertiesInstanceView; read only.</summary>
public sealed class ContainerGroupInstanceView
{
    /// <summary>Oldest first.</summary>
    [JsonPropertyName("events")]
    public IList<ContainerEvent>? Events { get; set; }

    /// <summary>Pending, Running, Succeeded, Failed or Stopped.</summary>
    [JsonPropertyName("state")]
    public string? State { get; set; }
}
