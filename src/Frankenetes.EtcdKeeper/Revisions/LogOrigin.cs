namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>What a segment goes on from.</summary>
/// <param name="After">The revision before its first.</param>
/// <param name="Previous">The segment that it continues; null = none.</param>
/// <param name="PreviousHash">The chain's hash at that segment's end, hex; null where there is none.</param>
/// <param name="Base">The full snapshot from which a new chain goes on; null = the empty store, or a previous segment.</param>
/// <param name="BaseSha256">That snapshot's hash, hex; null where there is none.</param>
internal sealed record LogOrigin(long After, string? Previous, string? PreviousHash, string? Base, string? BaseSha256)
{
    /// <summary>A new store: its first change will be revision 2.</summary>
    public static readonly LogOrigin Empty = new(1, null, null, null, null);

    public static LogOrigin Of(Snapshots.FullSnapshot snapshot, long revision) => new(revision, null, null, snapshot.Blob, snapshot.Sha256);

    public static LogOrigin Continue(string previous, long after, string hash) => new(after, previous, hash, null, null);
}
