namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>The first frame of a segment: whose history it is and what it goes on from. docs/contracts.md section 4.</summary>
internal sealed record SegmentHeader
{
    public required Guid ClusterId { get; init; }

    public required int Epoch { get; init; }

    /// <summary>The store's folder: two stores of one epoch have histories of their own.</summary>
    public required string Member { get; init; }

    /// <summary>The keeper's run that created it.</summary>
    public required Guid Writer { get; init; }

    /// <summary>The revision before the first record's.</summary>
    public required long After { get; init; }

    /// <summary>The segment that it continues; null = it goes on from <see cref="Base"/> alone.</summary>
    public string? Previous { get; init; }

    /// <summary>The chain's hash at the end of the previous segment, hex; null where there is none.</summary>
    public string? PreviousHash { get; init; }

    /// <summary>Where nothing is continued: the full snapshot from which the records go on; null = the empty store, or <see cref="Previous"/> says it.</summary>
    public string? Base { get; init; }

    /// <summary>The SHA-256 of <see cref="Base"/>, hex.</summary>
    public string? BaseSha256 { get; init; }
}
