using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Name servers of a group in a subnet. Source: Microsoft.ContainerInstance 2023-05-01, DnsConfiguration.</summary>
public sealed class ContainerGroupDnsConfiguration
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="nameServers">Addresses.</param>
    public ContainerGroupDnsConfiguration(IList<string> nameServers)
    {
        NameServers = nameServers;
    }

    /// <summary>Addresses.</summary>
    [JsonPropertyName("nameServers")]
    public IList<string> NameServers { get; set; } = [];

    /// <summary>Separated by spaces.</summary>
    [JsonPropertyName("searchDomains")]
    public string? SearchDomains { get; set; }

    /// <summary>Separated by spaces.</summary>
    [JsonPropertyName("options")]
    public string? Options { get; set; }
}
