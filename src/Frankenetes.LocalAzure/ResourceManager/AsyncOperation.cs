namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>A long-running operation as it outlives the process. <see cref="EndTime"/> is null while it runs.</summary>
internal sealed record AsyncOperation
{
    public required string Id { get; init; }

    /// <summary>The resource it works on; its group where that is what is deleted.</summary>
    public required string ResourceId { get; init; }

    /// <summary>InProgress, Succeeded, Failed or Canceled.</summary>
    public string Status { get; init; } = "InProgress";

    public required DateTimeOffset StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public OperationError? Error { get; init; }
}
