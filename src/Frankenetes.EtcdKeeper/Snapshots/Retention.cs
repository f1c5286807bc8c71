namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>Which snapshots may go: the newest of the running epoch stay, and whatever a manifest names.</summary>
internal static class Retention
{
    private const int Kept = 3;

    /// <summary>The blobs to delete; none before this epoch has enough snapshots of its own, since until then an older one may be the only good one.</summary>
    public static IEnumerable<string> Surplus(RecordCatalog catalog, int epoch)
    {
        var own = catalog.Snapshots.Where(snapshot => snapshot.Name.Epoch == epoch).Take(Kept).Select(snapshot => snapshot.Blob).ToList();
        if (own.Count < Kept)
            return [];
        var kept = own.Concat(catalog.Manifests.Select(manifest => manifest.Snapshot)).ToHashSet(StringComparer.Ordinal);
        return catalog.Snapshots.Where(snapshot => snapshot.Name.Epoch <= epoch && !kept.Contains(snapshot.Blob)).Select(snapshot => snapshot.Blob);
    }
}
