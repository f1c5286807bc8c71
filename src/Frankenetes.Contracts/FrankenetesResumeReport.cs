namespace Frankenetes.Contracts;

/// <summary>What a resume found and did: how long the cluster slept, what came back, and what ran out meanwhile.</summary>
public sealed class FrankenetesResumeReport
{
    /// <summary>The cluster's name.</summary>
    public required string ClusterName { get; init; }

    /// <summary>The epoch that the resume began.</summary>
    public required int Epoch { get; init; }

    /// <summary>The last moment at which the cluster could change (UTC); null when nobody knows.</summary>
    public DateTimeOffset? AsleepSince { get; init; }

    /// <summary>When everything served again (UTC).</summary>
    public required DateTimeOffset ResumedAt { get; init; }

    /// <summary>For how long nothing in the cluster happened; null when <see cref="AsleepSince"/> is.</summary>
    public TimeSpan? Asleep => ResumedAt - AsleepSince;

    /// <summary>The checkpoint that the cluster was restored from or cloned from, and whose time <see cref="AsleepSince"/> is; null when it went on where it was suspended.</summary>
    public string? RestoredFrom { get; init; }

    /// <summary>Whether the cluster is to the revision what its suspend sealed; false when it came back from the log of its changes, or from a checkpoint.</summary>
    public required bool Clean { get; init; }

    /// <summary>The highest revision of before that came back; null when the keeper did not tell.</summary>
    public long? Revision { get; init; }

    /// <summary>In words what is lost, and why; null when nothing is.</summary>
    public string? Lost { get; init; }

    /// <summary>The time whose changes may be lost, at most; null when nothing is lost or nobody can tell.</summary>
    public TimeSpan? LostAtMost { get; init; }

    /// <summary>The pods that run again, as <c>namespace/name</c>: the same objects, in container groups of their own.</summary>
    public IReadOnlyList<string> PodsRecreated { get; init; } = [];

    /// <summary>The pods that were running and could not be brought back yet, as <c>namespace/name</c>.</summary>
    public IReadOnlyList<string> PodsMissing { get; init; } = [];

    /// <summary>CronJobs that would have run.</summary>
    public IReadOnlyList<FrankenetesMissedRuns> MissedRuns { get; init; } = [];

    /// <summary>What ran out while the cluster slept.</summary>
    public IReadOnlyList<FrankenetesPassedDeadline> PassedDeadlines { get; init; } = [];

    /// <summary>The certificates that had run out or were about to, and were signed anew.</summary>
    public IReadOnlyList<string> RenewedCertificates { get; init; } = [];

    /// <summary>Why the report lacks something; null when it is whole.</summary>
    public string? Incomplete { get; init; }

    /// <summary>One line.</summary>
    public override string ToString() =>
        $"Asleep {(Asleep is { } asleep ? $"{asleep:d\\.hh\\:mm\\:ss}" : "for an unknown time")}, {PodsRecreated.Count} pods re-created, {(Lost is null ? "nothing lost" : Lost)}";
}
