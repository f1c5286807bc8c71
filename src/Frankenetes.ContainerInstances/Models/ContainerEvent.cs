using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>Something that happened to a group or container. Source: Microsoft.ContainerInstance 2023-05-01, Event; read only.</summary>
public sealed class ContainerEvent
{
    /// <summary>How often.</summary>
    [JsonPropertyName("count")]
    public int? Count { get; set; }

    /// <summary>First time.</summary>
    [JsonPropertyName("firstTimestamp")]
    public DateTimeOffset? FirstTimestamp { get; set; }

    /// <summary>Last time.</summary>
    [JsonPropertyName("lastTimestamp")]
    public DateTimeOffset? LastTimestamp { get; set; }

    /// <summary>Pulling, Pulled, Created, Started, Killing, BackOff, Failed, Unhealthy.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary>For people.</summary>
    [JsonPropertyName("message")]
    public string? Message { get; set; }

    /// <summary>Normal or Warning.</summary>
    [JsonPropertyName("type")]
    public ContainerEventType? EventType { get; set; }
}
