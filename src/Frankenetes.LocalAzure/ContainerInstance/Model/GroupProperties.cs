using System.Text.Json;
using System.Text.Json.Serialization;

namespace Frankenetes.LocalAzure.ContainerInstance.Model;

/// <summary>A container group's properties, api-version 2023-05-01. Members that only answers carry are accepted (clients send back what they got) and ignored.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record GroupProperties
{
    public string? ProvisioningState { get; init; }

    public List<Container>? Containers { get; init; }

    public List<Container>? InitContainers { get; init; }

    public string? OsType { get; init; }

    /// <summary>Always, OnFailure or Never; null = Always.</summary>
    public string? RestartPolicy { get; init; }

    public IpAddress? IpAddress { get; init; }

    public List<Volume>? Volumes { get; init; }

    public List<RegistryCredential>? ImageRegistryCredentials { get; init; }

    public GroupInstanceView? InstanceView { get; init; }

    public JsonElement? Diagnostics { get; init; }

    public JsonElement? SubnetIds { get; init; }

    public DnsConfig? DnsConfig { get; init; }

    public string? Sku { get; init; }

    public JsonElement? EncryptionProperties { get; init; }

    public JsonElement? Extensions { get; init; }

    public JsonElement? ConfidentialComputeProperties { get; init; }

    public string? Priority { get; init; }

    public bool? IsCustomProvisioningTimeout { get; init; }

    public bool? IsCreatedFromStandbyPool { get; init; }
}
