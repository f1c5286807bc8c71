using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A container that must end well before the group's containers start; they run one after another. Source: Microsoft.ContainerInstance 2023-05-01, InitContainerDefinition.</summary>
public sealed class InitContainerDefinitionContent
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="name">1 to 63 lower-case letters, digits and hyphens.</param>
    public InitContainerDefinitionContent(string name)
    {
        Name = name;
    }

    [JsonConstructor]
    internal InitContainerDefinitionContent()
    {
    }

    /// <summary>1 to 63 lower-case letters, digits and hyphens.</summary>
    [JsonPropertyName("name")]
    public string Name { get; set; } = "";

    /// <summary>Reference with registry and tag or digest.</summary>
    [JsonIgnore]
    public string? Image { get => Properties.Image; set => Properties.Image = value; }

    /// <summary>Replaces the image's entry point and command.</summary>
    [JsonIgnore]
    public IList<string>? Command { get => Properties.Command; set => Properties.Command = value; }

    /// <summary>In order.</summary>
    [JsonIgnore]
    public IList<ContainerEnvironmentVariable>? EnvironmentVariables { get => Properties.EnvironmentVariables; set => Properties.EnvironmentVariables = value; }

    /// <summary>Read only; null in lists.</summary>
    [JsonIgnore]
    public ContainerInstanceView? InstanceView { get => Properties.InstanceView; set => Properties.InstanceView = value; }

    /// <summary>Volumes of the group.</summary>
    [JsonIgnore]
    public IList<ContainerVolumeMount>? VolumeMounts { get => Properties.VolumeMounts; set => Properties.VolumeMounts = value; }

    /// <summary>Null: the image's user.</summary>
    [JsonIgnore]
    public ContainerSecurityContextDefinition? SecurityContext { get => Properties.SecurityContext; set => Properties.SecurityContext = value; }

    [JsonInclude]
    [JsonPropertyName("properties")]
    internal InitContainerBody Properties { get; set; } = new();

    /// <summary>The wire's <c>properties</c> member.</summary>
    internal sealed class InitContainerBody
    {
        [JsonPropertyName("image")]
        public string? Image { get; set; }

        [JsonPropertyName("command")]
        public IList<string>? Command { get; set; }

        [JsonPropertyName("environmentVariables")]
        public IList<ContainerEnvironmentVariable>? EnvironmentVariables { get; set; }

        [JsonPropertyName("instanceView")]
        public ContainerInstanceView? InstanceView { get; set; }

        [JsonPropertyName("volumeMounts")]
        public IList<ContainerVolumeMount>? VolumeMounts { get; set; }

        [JsonPropertyName("securityContext")]
        public ContainerSecurityContextDefinition? SecurityContext { get; set; }
    }
}
