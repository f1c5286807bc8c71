using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A port that a container listens on. Source: Microsoft.ContainerInstance 2023-05-01, ContainerPort.</summary>
public sealed class ContainerPort
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="port">1 to 65535.</param>
    public ContainerPort(int port)
    {
        Port = port;
    }

    /// <summary>1 to 65535.</summary>
    [JsonPropertyName("port")]
    public int Port { get; set; }

    /// <summary>Null means TCP.</summary>
    [JsonPropertyName("protocol")]
    public ContainerNetworkProtocol? Protocol { get; set; }
}
