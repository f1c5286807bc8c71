using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Where a started command is talked to. Source: Microsoft.ContainerInstance 2023-05-01, ContainerExecResponse.</summary>
public sealed class ContainerExecResult
{
    /// <summary>wss address.</summary>
    [JsonPropertyName("webSocketUri")]
    public Uri? WebSocketUri { get; set; }

    /// <summary>Sent as the first text message.</summary>
    [JsonPropertyName("password")]
    public string? Password { get; set; }
}
