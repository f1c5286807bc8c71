using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Identities that the group's containers may use. Source: Microsoft.ContainerInstance 2023-05-01, ContainerGroupIdentity.</summary>
public sealed class ManagedServiceIdentity
{
    /// <summary>SystemAssigned, UserAssigned, SystemAssigned, UserAssigned or None.</summary>
    [JsonPropertyName("type")]
    public string? ManagedServiceIdentityType { get; set; }

    /// <summary>Read only.</summary>
    [JsonPropertyName("principalId")]
    public string? PrincipalId { get; set; }

    /// <summary>Read only.</summary>
    [JsonPropertyName("tenantId")]
    public string? TenantId { get; set; }

    /// <summary>Resource id to identity.</summary>
    [JsonPropertyName("userAssignedIdentities")]
    public IDictionary<string, UserAssignedIdentity>? UserAssignedIdentities { get; set; }
}
