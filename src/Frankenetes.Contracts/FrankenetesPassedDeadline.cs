namespace Frankenetes.Contracts;

/// <summary>Something of an object that ran out while its cluster slept.</summary>
public sealed class FrankenetesPassedDeadline
{
    /// <summary>The object's kind, such as <c>Job</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The object's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The object's name.</summary>
    public required string Name { get; init; }

    /// <summary>The field: <c>activeDeadlineSeconds</c>, <c>ttlSecondsAfterFinished</c>, <c>leaseDurationSeconds</c> or <c>expiration</c>.</summary>
    public required string Deadline { get; init; }

    /// <summary>When it ran out (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Such as <c>Job default/backup: activeDeadlineSeconds</c>.</summary>
    public override string ToString() => $"{Kind} {Namespace}/{Name}: {Deadline}";
}
