using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Linux capabilities to add and drop. Source: Microsoft.ContainerInstance 2023-05-01, SecurityContextCapabilitiesDefinition.</summary>
public sealed class ContainerSecurityContextCapabilitiesDefinition
{
    /// <summary>Null: none.</summary>
    [JsonPropertyName("add")]
    public IList<string>? Add { get; set; }

    /// <summary>Null: none.</summary>
    [JsonPropertyName("drop")]
    public IList<string>? Drop { get; set; }
}
