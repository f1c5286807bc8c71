using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A container's output. Source: Microsoft.ContainerInstance 2023-05-01, Logs.</summary>
public sealed class ContainerLogs
{
    /// <summary>Text; up to 4 MB.</summary>
    [JsonPropertyName("content")]
    public string? Content { get; set; }
}
