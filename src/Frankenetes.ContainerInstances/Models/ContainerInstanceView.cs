using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A container's state; absent from list answers. Source: Microsoft.ContainerInstance 2023-05-01, ContainerPropertiesInstanceView; read only.</summary>
public sealed class ContainerInstanceView
{
    /// <summary>Restarts since the group was created.</summary>
    [JsonPropertyName("restartCount")]
    public int? RestartCount { get; set; }

    /// <summary>Null before the service knows.</summary>
    [JsonPropertyName("currentState")]
    public ContainerState? CurrentState { get; set; }

    /// <summary>The run before; null if none.</summary>
    [JsonPropertyName("previousState")]
    public ContainerState? PreviousState { get; set; }

    /// <summary>Oldest first.</summary>
    [JsonPropertyName("events")]
    public IList<ContainerEvent>? Events { get; set; }
}
