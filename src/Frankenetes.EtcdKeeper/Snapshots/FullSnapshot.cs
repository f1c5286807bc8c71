namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>A full snapshot as the container lists it.</summary>
/// <param name="Blob">The blob's name.</param>
/// <param name="Name">What the name says.</param>
/// <param name="Bytes">The blob's size.</param>
/// <param name="Sha256">Lower-case hex over the whole blob; empty where the metadata lacks it.</param>
internal sealed record FullSnapshot(string Blob, SnapshotName Name, long Bytes, string Sha256);
