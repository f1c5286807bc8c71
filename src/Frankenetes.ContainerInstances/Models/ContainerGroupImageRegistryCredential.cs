using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>How a private registry is signed in to. Source: Microsoft.ContainerInstance 2023-05-01, ImageRegistryCredential.</summary>
public sealed class ContainerGroupImageRegistryCredential
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="server">Host, without a scheme.</param>
    public ContainerGroupImageRegistryCredential(string server)
    {
        Server = server;
    }

    /// <summary>Host, without a scheme.</summary>
    [JsonPropertyName("server")]
    public string Server { get; set; }

    /// <summary>Null with an identity.</summary>
    [JsonPropertyName("username")]
    public string? Username { get; set; }

    /// <summary>Never returned.</summary>
    [JsonPropertyName("password")]
    public string? Password { get; set; }

    /// <summary>Resource id of a user-assigned identity.</summary>
    [JsonPropertyName("identity")]
    public string? Identity { get; set; }
}
