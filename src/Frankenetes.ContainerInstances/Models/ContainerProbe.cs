using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A liveness or readiness probe; exactly one of <see cref="Exec"/> and <see cref="HttpGet"/>. Source: Microsoft.ContainerInstance 2023-05-01, ContainerProbe.</summary>
public sealed class ContainerProbe
{
    /// <summary>Null for an HTTP probe.</summary>
    [JsonPropertyName("exec")]
    public ContainerExec? Exec { get; set; }

    /// <summary>Null for a command probe.</summary>
    [JsonPropertyName("httpGet")]
    public ContainerHttpGet? HttpGet { get; set; }

    /// <summary>Null means 0.</summary>
    [JsonPropertyName("initialDelaySeconds")]
    public int? InitialDelayInSeconds { get; set; }

    /// <summary>Null means 10.</summary>
    [JsonPropertyName("periodSeconds")]
    public int? PeriodInSeconds { get; set; }

    /// <summary>Null means 3.</summary>
    [JsonPropertyName("failureThreshold")]
    public int? FailureThreshold { get; set; }

    /// <summary>Null means 1.</summary>
    [JsonPropertyName("successThreshold")]
    public int? SuccessThreshold { get; set; }

    /// <summary>Null means 1.</summary>
    [JsonPropertyName("timeoutSeconds")]
    public int? TimeoutInSeconds { get; set; }
}
