using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>The subnet that a group joins. Source: Microsoft.ContainerInstance 2023-05-01, ContainerGroupSubnetId.</summary>
public sealed class ContainerGroupSubnetId
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="id">Resource id.</param>
    public ContainerGroupSubnetId(string id)
    {
        Id = id;
    }

    /// <summary>Resource id.</summary>
    [JsonPropertyName("id")]
    public string Id { get; set; }

    /// <summary>For people.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }
}
