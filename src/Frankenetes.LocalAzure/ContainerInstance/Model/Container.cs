using System.Text.Json.Serialization;

namespace Frankenetes.LocalAzure.ContainerInstance.Model;

/// <summary>A container or an init container.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Container
{
    public string? Name { get; init; }

    public ContainerProperties? Properties { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ContainerProperties
{
    public string? Image { get; init; }

    /// <summary>Replaces the image's entry point and its arguments; null or empty = the image's own.</summary>
    public List<string>? Command { get; init; }

    public List<Port>? Ports { get; init; }

    public List<EnvironmentVariable>? EnvironmentVariables { get; init; }

    public ContainerInstanceView? InstanceView { get; init; }

    public ResourceRequirements? Resources { get; init; }

    public List<VolumeMount>? VolumeMounts { get; init; }

    public Probe? LivenessProbe { get; init; }

    public Probe? ReadinessProbe { get; init; }

    public SecurityContext? SecurityContext { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EnvironmentVariable(string? Name, string? Value, string? SecureValue, string? SecureValueReference);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Port([property: JsonPropertyName("port")] int? Number, string? Protocol);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ResourceRequirements(ResourceAmounts? Requests, ResourceAmounts? Limits);

/// <summary>Cores, and memory in GiB, which ACI writes GB.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ResourceAmounts(double? Cpu, [property: JsonPropertyName("memoryInGB")] double? MemoryInGB, Gpu? Gpu);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Gpu(int? Count, string? Sku);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record VolumeMount(string? Name, string? MountPath, bool? ReadOnly);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SecurityContext
{
    public bool? Privileged { get; init; }

    public bool? AllowPrivilegeEscalation { get; init; }

    public Capabilities? Capabilities { get; init; }

    public int? RunAsUser { get; init; }

    public int? RunAsGroup { get; init; }

    /// <summary>A seccomp profile, base64.</summary>
    public string? SeccompProfile { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Capabilities(List<string>? Add, List<string>? Drop);
