namespace Frankenetes.Clusters.Control;

/// <summary><c>etcd/manifest/{epoch}.json</c>: what the control plane held when its gate closed.</summary>
internal sealed record FinalManifest
{
    public const string Sealed = "Sealed";
    public const string Claimed = "Claimed";

    public required string ClusterId { get; init; }

    public required int Epoch { get; init; }

    public string? RequestId { get; init; }

    /// <summary><c>Sealed</c>, <c>Claimed</c> or <c>Voided</c>.</summary>
    public required string State { get; init; }

    /// <summary>The snapshot's blob name in the container <c>etcd</c>.</summary>
    public required string Snapshot { get; init; }

    /// <summary>The snapshot's SHA-256 in hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The snapshot's length in bytes.</summary>
    public required long Bytes { get; init; }

    public long Revision { get; init; }

    public long CompactRevision { get; init; }

    public long HashKv { get; init; }

    public string? EtcdVersion { get; init; }

    public DateTimeOffset At { get; init; }
}
