using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A container of a group. Source: Microsoft.ContainerInstance 2023-05-01, Container.</summary>
public sealed class ContainerInstanceContainer
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="name">1 to 63 lower-case letters, digits and hyphens.</param>
    /// <param name="image">Reference with registry and tag or digest.</param>
    /// <param name="resources">Requests are required.</param>
    public ContainerInstanceContainer(string name, string image, ContainerResourceRequirements resources)
    {
        Name = name;
        Image = image;
        Resources = resources;
    }

    [JsonConstructor]
    internal ContainerInstanceContainer()
    {
    }

    /// <summary>1 to 63 lower-case letters, digits and hyphens.</summary>
    [JsonPropertyName("name")]
    public string Name { get; set; } = "";

    /// <summary>Reference with registry and tag or digest.</summary>
    [JsonIgnore]
    public string Image { get => Properties.Image; set => Properties.Image = value; }

    /// <summary>Replaces the image's entry point and command; null or empty: the image's.</summary>
    [JsonIgnore]
    public IList<string>? Command { get => Properties.Command; set => Properties.Command = value; }

    /// <summary>Ports it listens on.</summary>
    [JsonIgnore]
    public IList<ContainerPort>? Ports { get => Properties.Ports; set => Properties.Ports = value; }

    /// <summary>In order.</summary>
    [JsonIgnore]
    public IList<ContainerEnvironmentVariable>? EnvironmentVariables { get => Properties.EnvironmentVariables; set => Properties.EnvironmentVariables = value; }

    /// <summary>Read only; null in lists.</summary>
    [JsonIgnore]
    public ContainerInstanceView? InstanceView { get => Properties.InstanceView; set => Properties.InstanceView = value; }

    /// <summary>Requests are required.</summary>
    [JsonIgnore]
    public ContainerResourceRequirements Resources { get => Properties.Resources; set => Properties.Resources = value; }

    /// <summary>Volumes of the group.</summary>
    [JsonIgnore]
    public IList<ContainerVolumeMount>? VolumeMounts { get => Properties.VolumeMounts; set => Properties.VolumeMounts = value; }

    /// <summary>Restarts the container when it fails; null: none.</summary>
    [JsonIgnore]
    public ContainerProbe? LivenessProbe { get => Properties.LivenessProbe; set => Properties.LivenessProbe = value; }

    /// <summary>Null: ready when running.</summary>
    [JsonIgnore]
    public ContainerProbe? ReadinessProbe { get => Properties.ReadinessProbe; set => Properties.ReadinessProbe = value; }

    /// <summary>Null: the image's user.</summary>
    [JsonIgnore]
    public ContainerSecurityContextDefinition? SecurityContext { get => Properties.SecurityContext; set => Properties.SecurityContext = value; }

    [JsonInclude]
    [JsonPropertyName("properties")]
    internal ContainerBody Properties { get; set; } = new();

    /// <summary>The wire's <c>properties</c> member.</summary>
    internal sealed class ContainerBody
    {
        [JsonPropertyName("image")]
        public string Image { get; set; } = "";

        [JsonPropertyName("command")]
        public IList<string>? Command { get; set; }

        [JsonPropertyName("ports")]
        public IList<ContainerPort>? Ports { get; set; }

        [JsonPropertyName("environmentVariables")]
        public IList<ContainerEnvironmentVariable>? EnvironmentVariables { get; set; }

        [JsonPropertyName("instanceView")]
        public ContainerInstanceView? InstanceView { get; set; }

        [JsonPropertyName("resources")]
        public ContainerResourceRequirements Resources { get; set; } = new(new(1, 1));

        [JsonPropertyName("volumeMounts")]
        public IList<ContainerVolumeMount>? VolumeMounts { get; set; }

        [JsonPropertyName("livenessProbe")]
        public ContainerProbe? LivenessProbe { get; set; }

        [JsonPropertyName("readinessProbe")]
        public ContainerProbe? ReadinessProbe { get; set; }

        [JsonPropertyName("securityContext")]
        public ContainerSecurityContextDefinition? SecurityContext { get; set; }
    }
}
