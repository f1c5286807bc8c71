using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>An HTTP probe; 200 to 399 passes. Source: Microsoft.ContainerInstance 2023-05-01, ContainerHttpGet.</summary>
public sealed class ContainerHttpGet
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="port">1 to 65535.</param>
    public ContainerHttpGet(int port)
    {
        Port = port;
    }

    /// <summary>1 to 65535.</summary>
    [JsonPropertyName("port")]
    public int Port { get; set; }

    /// <summary>Null means /.</summary>
    [JsonPropertyName("path")]
    public string? Path { get; set; }

    /// <summary>Null means http.</summary>
    [JsonPropertyName("scheme")]
    public ContainerHttpGetScheme? Scheme { get; set; }

    /// <summary>Null or empty: none.</summary>
    [JsonPropertyName("httpHeaders")]
    public IList<ContainerHttpHeader>? HttpHeaders { get; set; }
}
