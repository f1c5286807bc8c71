using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A user-assigned identity of a group; both members are read only. Source: Microsoft.ContainerInstance 2023-05-01, identity.userAssignedIdentities.</summary>
public sealed class UserAssignedIdentity
{
    /// <summary>Object id.</summary>
    [JsonPropertyName("principalId")]
    public string? PrincipalId { get; set; }

    /// <summary>Application id.</summary>
    [JsonPropertyName("clientId")]
    public string? ClientId { get; set; }
}
