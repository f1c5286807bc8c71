using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A terminal's size. Source: Microsoft.ContainerInstance 2023-05-01, ContainerExecRequestTerminalSize.</summary>
public sealed class ContainerExecRequestTerminalSize
{
    /// <summary>Lines; null or 0: the service's default.</summary>
    [JsonPropertyName("rows")]
    public int? Rows { get; set; }

    /// <summary>Columns; null or 0: the service's default.</summary>
    [JsonPropertyName("cols")]
    public int? Cols { get; set; }
}
