namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>What was counted while a snapshot passed by.</summary>
/// <param name="Sha256">Lower-case hex over all bytes.</param>
/// <param name="Bytes">How many there were.</param>
internal sealed record SnapshotDigest(string Sha256, long Bytes);
