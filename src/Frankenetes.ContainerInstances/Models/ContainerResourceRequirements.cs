using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Requests and limits of a container. Source: Microsoft.ContainerInstance 2023-05-01, ResourceRequirements.</summary>
public sealed class ContainerResourceRequirements
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="requests">Required by the service.</param>
    public ContainerResourceRequirements(ContainerResourceRequestsContent requests)
    {
        Requests = requests;
    }

    /// <summary>Required by the service.</summary>
    [JsonPropertyName("requests")]
    public ContainerResourceRequestsContent Requests { get; set; }

    /// <summary>Null means the requests.</summary>
    [JsonPropertyName("limits")]
    public ContainerResourceLimits? Limits { get; set; }
}
