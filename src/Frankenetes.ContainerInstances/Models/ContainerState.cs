using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>What a container is doing, or did. Source: Microsoft.ContainerInstance 2023-05-01, ContainerState; read only.</summary>
public sealed class ContainerState
{
    /// <summary>Waiting, Running or Terminated.</summary>
    [JsonPropertyName("state")]
    public string? State { get; set; }

    /// <summary>Null before the first start.</summary>
    [JsonPropertyName("startTime")]
    public DateTimeOffset? StartOn { get; set; }

    /// <summary>Null unless Terminated.</summary>
    [JsonPropertyName("exitCode")]
    public int? ExitCode { get; set; }

    /// <summary>Null unless Terminated.</summary>
    [JsonPropertyName("finishTime")]
    public DateTimeOffset? FinishOn { get; set; }

    /// <summary>Reason in one word or sentence, such as Completed, Error, CrashLoopBackOff.</summary>
    [JsonPropertyName("detailStatus")]
    public string? DetailStatus { get; set; }
}
