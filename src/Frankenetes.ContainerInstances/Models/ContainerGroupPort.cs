using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A port that the group publishes; a container of it must expose the same. Source: Microsoft.ContainerInstance 2023-05-01, Port.</summary>
public sealed class ContainerGroupPort
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="port">1 to 65535.</param>
    public ContainerGroupPort(int port)
    {
        Port = port;
    }

    /// <summary>1 to 65535.</summary>
    [JsonPropertyName("port")]
    public int Port { get; set; }

    /// <summary>Null means TCP.</summary>
    [JsonPropertyName("protocol")]
    public ContainerGroupNetworkProtocol? Protocol { get; set; }
}
