namespace Frankenetes.EtcdKeeper.Checkpoints;

/// <summary>checkpoint/{name}.json: a state of the store that was given a name. docs/contracts.md section 4.</summary>
internal sealed record Checkpoint
{
    /// <summary>The cluster that it was made of; a clone is begun from another cluster's.</summary>
    public required Guid ClusterId { get; init; }

    public required string Cluster { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required int Epoch { get; init; }

    /// <summary>The request that it answers; null where no keeper made it.</summary>
    public string? RequestId { get; init; }

    /// <summary>The snapshot's blob.</summary>
    public required string Snapshot { get; init; }

    /// <summary>Lower-case hex over the whole blob.</summary>
    public required string Sha256 { get; init; }

    public required long Bytes { get; init; }

    public required long Revision { get; init; }

    public required long CompactRevision { get; init; }

    public required uint HashKv { get; init; }

    public required string EtcdVersion { get; init; }

    /// <summary>As the request told it; null = not known.</summary>
    public string? KubernetesVersion { get; init; }

    public required DateTimeOffset At { get; init; }
}
