namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>The final manifest of an epoch: what the store was when writing had ended. docs/contracts.md section 4.</summary>
internal sealed record Manifest
{
    public required Guid ClusterId { get; init; }

    public required int Epoch { get; init; }

    /// <summary>The suspend request that it answers.</summary>
    public required string RequestId { get; init; }

    public required ManifestState State { get; init; }

    /// <summary>The full snapshot's blob; empty in one that was voided before anything was sealed.</summary>
    public required string Snapshot { get; init; }

    public required string Sha256 { get; init; }

    public required long Bytes { get; init; }

    public required long Revision { get; init; }

    public required long CompactRevision { get; init; }

    public required uint HashKv { get; init; }

    public required string EtcdVersion { get; init; }

    public required DateTimeOffset At { get; init; }
}
