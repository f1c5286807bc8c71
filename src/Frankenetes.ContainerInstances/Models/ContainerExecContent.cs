using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>What to run in a container. Source: Microsoft.ContainerInstance 2023-05-01, ContainerExecRequest.</summary>
public sealed class ContainerExecContent
{
    /// <summary>One program without arguments.</summary>
    [JsonPropertyName("command")]
    public string? Command { get; set; }

    /// <summary>Null: the service's default.</summary>
    [JsonPropertyName("terminalSize")]
    public ContainerExecRequestTerminalSize? TerminalSize { get; set; }
}
