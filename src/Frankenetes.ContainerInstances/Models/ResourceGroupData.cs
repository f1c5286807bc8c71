using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A resource group. Source: Microsoft.Resources 2021-04-01, ResourceGroup.</summary>
public sealed class ResourceGroupData
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="location">Region, such as eastus.</param>
    public ResourceGroupData(string location) => Location = location;

    /// <summary>Resource id; read only.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>Read only.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary>Region, such as eastus.</summary>
    [JsonPropertyName("location")]
    public string Location { get; set; }

    /// <summary>At most 50; empty: none.</summary>
    [JsonPropertyName("tags")]
    public IDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();
}
