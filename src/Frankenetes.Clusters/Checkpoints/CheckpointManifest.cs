namespace Frankenetes.Clusters.Checkpoints;

/// <summary><c>etcd/checkpoint/{name}.json</c> (docs/contracts.md, section 4).</summary>
internal sealed record CheckpointManifest
{
    /// <summary>The cluster that it was made of; in a clone's storage that is the original.</summary>
    public required Guid ClusterId { get; init; }

    /// <summary>That cluster's name.</summary>
    public required string Cluster { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required int Epoch { get; init; }

    /// <summary>The request that the keeper answered with it; null where a cmdlet made it of a final snapshot.</summary>
    public string? RequestId { get; init; }

    /// <summary>The snapshot's blob name in the container <c>etcd</c>.</summary>
    public required string Snapshot { get; init; }

    /// <summary>The snapshot's SHA-256 in hex.</summary>
    public required string Sha256 { get; init; }

    public required long Bytes { get; init; }

    public required long Revision { get; init; }

    public required long CompactRevision { get; init; }

    public required long HashKv { get; init; }

    public required string EtcdVersion { get; init; }

    public string? KubernetesVersion { get; init; }

    public required DateTimeOffset At { get; init; }
}
