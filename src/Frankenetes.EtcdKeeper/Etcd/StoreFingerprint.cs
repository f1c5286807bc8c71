namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>
/// What tells two stores apart: equal fingerprints mean the same keys, values, leases and history since the compaction.
/// </summary>
/// <param name="Revision">The store's newest revision.</param>
/// <param name="CompactRevision">Up to where its history has been dropped; -1 where it never was.</param>
/// <param name="HashKv">etcd's hash of everything in between.</param>
internal sealed record StoreFingerprint(long Revision, long CompactRevision, uint HashKv)
{
    public override string ToString() => $"revision {Revision}, compacted at {CompactRevision}, hash {HashKv:x8}";
}
