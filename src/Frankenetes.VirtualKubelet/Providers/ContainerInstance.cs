namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>One container of an instance.</summary>
public sealed record ContainerInstance
{
    /// <summary>The run that is under way, or the last one when no other will follow or has followed yet; null: waiting to be started, be it for the first time or again.</summary>
    public ContainerRun? Current { get; init; }

    /// <summary>The run before <see cref="Current"/>, or the last run while the container waits to be started again; null: none.</summary>
    public ContainerRun? Previous { get; init; }

    /// <summary>How often it was started again in this instance.</summary>
    public int Restarts { get; init; }

    /// <summary>Why it waits, in one word (<c>ErrImagePull</c>, <c>CrashLoopBackOff</c>); null where the provider has no better word than the kubelet.</summary>
    public string? WaitingReason { get; init; }

    /// <summary>More on that for people; null: nothing.</summary>
    public string? WaitingMessage { get; init; }

    /// <summary>
    /// The result of the readiness probe where the provider itself runs it. Null: it does not, or does not know; then probe results that were told (<see cref="IProbeWatch"/>) count, and a container
    /// without a probe is ready when it runs.
    /// </summary>
    public bool? Ready { get; init; }

    /// <summary>The image's id with its digest; null: not known.</summary>
    public string? ImageId { get; init; }
}

/// <summary>One run of a container, from its start.</summary>
/// <param name="StartedAt">When it started.</param>
/// <param name="FinishedAt">When it ended; null: it runs.</param>
/// <param name="ExitCode">Its exit code, 128 + signal when one ended it; null: it runs, or nobody knows.</param>
/// <param name="Reason">Why it ended, in one word (<c>Completed</c>, <c>Error</c>, <c>OOMKilled</c>); null: the exit code says it all.</param>
/// <param name="Message">More on that for people; null: nothing.</param>
public sealed record ContainerRun(DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt = null, int? ExitCode = null, string? Reason = null, string? Message = null)
{
    /// <summary>Whether it ended.</summary>
    public bool IsOver => FinishedAt is not null || ExitCode is not null;
}
