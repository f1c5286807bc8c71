using System.Text.Json.Serialization;

namespace Frankenetes.LocalAzure.ContainerInstance.Model;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record GroupInstanceView(List<InstanceEvent>? Events, string? State);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ContainerInstanceView
{
    public int? RestartCount { get; init; }

    public ContainerState? CurrentState { get; init; }

    public ContainerState? PreviousState { get; init; }

    public List<InstanceEvent>? Events { get; init; }
}

/// <summary>Waiting, Running or Terminated, with what belongs to it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ContainerState
{
    public string? State { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public int? ExitCode { get; init; }

    public DateTimeOffset? FinishTime { get; init; }

    /// <summary>Why, in a word: "Completed" or "Error" of an ended container.</summary>
    public string? DetailStatus { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record InstanceEvent
{
    public int Count { get; init; }

    public DateTimeOffset FirstTimestamp { get; init; }

    public DateTimeOffset LastTimestamp { get; init; }

    public string? Name { get; init; }

    public string? Message { get; init; }

    /// <summary>Normal or Warning.</summary>
    public string? Type { get; init; }
}
