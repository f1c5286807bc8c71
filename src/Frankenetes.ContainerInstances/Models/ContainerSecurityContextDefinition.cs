using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Privileges of a container. Source: Microsoft.ContainerInstance 2023-05-01, SecurityContextDefinition.</summary>
public sealed class ContainerSecurityContextDefinition
{
    /// <summary>Refused by ACI outside the Confidential sku.</summary>
    [JsonPropertyName("privileged")]
    public bool? IsPrivileged { get; set; }

    /// <summary>Null: the service's default.</summary>
    [JsonPropertyName("allowPrivilegeEscalation")]
    public bool? AllowPrivilegeEscalation { get; set; }

    /// <summary>Null: the image's.</summary>
    [JsonPropertyName("capabilities")]
    public ContainerSecurityContextCapabilitiesDefinition? Capabilities { get; set; }

    /// <summary>User id; null means the image's.</summary>
    [JsonPropertyName("runAsUser")]
    public int? RunAsUser { get; set; }

    /// <summary>Group id; null means the image's.</summary>
    [JsonPropertyName("runAsGroup")]
    public int? RunAsGroup { get; set; }

    /// <summary>Base64 of a seccomp profile.</summary>
    [JsonPropertyName("seccompProfile")]
    public string? SeccompProfile { get; set; }
}
