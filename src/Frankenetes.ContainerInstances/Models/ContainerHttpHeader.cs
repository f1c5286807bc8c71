using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>One header of an HTTP probe. Source: Microsoft.ContainerInstance 2023-05-01, HttpHeader.</summary>
public sealed class ContainerHttpHeader
{
    /// <summary>Header name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary>Header value.</summary>
    [JsonPropertyName("value")]
    public string? Value { get; set; }
}
