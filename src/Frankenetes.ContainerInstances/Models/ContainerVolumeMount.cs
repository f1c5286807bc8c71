using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Where a volume of the group shows in a container. Source: Microsoft.ContainerInstance 2023-05-01, VolumeMount.</summary>
public sealed class ContainerVolumeMount
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="name">Name of a volume of the group.</param>
    /// <param name="mountPath">Absolute path without a colon.</param>
    public ContainerVolumeMount(string name, string mountPath)
    {
        Name = name;
        MountPath = mountPath;
    }

    /// <summary>Name of a volume of the group.</summary>
    [JsonPropertyName("name")]
    public string Name { get; set; }

    /// <summary>Absolute path without a colon.</summary>
    [JsonPropertyName("mountPath")]
    public string MountPath { get; set; }

    /// <summary>Null means writable.</summary>
    [JsonPropertyName("readOnly")]
    public bool? IsReadOnly { get; set; }
}
