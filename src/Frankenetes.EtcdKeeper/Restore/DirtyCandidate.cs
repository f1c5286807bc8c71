using Frankenetes.EtcdKeeper.Snapshots;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>One way to bring a store back without a suspend.</summary>
/// <param name="Snapshot">Where it begins; null = with the empty store.</param>
/// <param name="Chain">What is replayed then; empty = nothing.</param>
internal sealed record DirtyCandidate(FullSnapshot? Snapshot, LogChain Chain)
{
    private static readonly LogChain None = new([], Damage: null);

    public override string ToString() => Snapshot?.Blob ?? "the empty store";

    /// <summary>All ways, the newest snapshot first: an older one is as good where the log goes on from it without a gap.</summary>
    public static IReadOnlyList<DirtyCandidate> From(IReadOnlyList<FullSnapshot> snapshots, LogChain chain)
    {
        var all = snapshots.Select(snapshot => new DirtyCandidate(snapshot, Continues(chain, snapshot) ? chain : None)).ToList();
        if (chain.BeginsAtTheBegin)
            all.Add(new DirtyCandidate(null, chain));
        return all;
    }

    private static bool Continues(LogChain chain, FullSnapshot snapshot)
        => chain.First is { } first
            && (first.Base == snapshot.Blob || (chain.Epoch == snapshot.Name.Epoch && snapshot.Name.Revision >= first.After));
}
