using Frankenetes.EtcdKeeper.Restore;

namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>What may go from the record, so that it stays small however often a cluster sleeps and wakes.</summary>
internal static class Retention
{
    private const int KeptSnapshots = 3;
    private const int KeptEpochs = 5;

    /// <summary>
    /// The blobs to delete: all but the newest three snapshots, what the manifests of the last five epochs name, and those epochs' own
    /// marks. To be asked only after this epoch has stored a snapshot.
    /// </summary>
    public static IEnumerable<string> Surplus(RecordCatalog catalog, int epoch)
    {
        var oldest = epoch - KeptEpochs + 1;
        var kept = catalog.Snapshots.Where(snapshot => snapshot.Name.Epoch <= epoch).Take(KeptSnapshots).Select(snapshot => snapshot.Blob)
            .Concat(catalog.Manifests.Where(manifest => manifest.Epoch >= oldest).Select(manifest => manifest.Snapshot))
            .ToHashSet(StringComparer.Ordinal);
        var snapshots = catalog.Snapshots.Where(snapshot => snapshot.Name.Epoch <= epoch && !kept.Contains(snapshot.Blob)).Select(snapshot => snapshot.Blob);
        var manifests = catalog.Manifests.Where(manifest => manifest.Epoch < oldest).Select(manifest => ManifestStore.NameOf(manifest.Epoch));
        var openings = catalog.OpenedEpochs.Where(opened => opened < oldest).Select(OpeningStore.NameOf);
        // A manifest goes before the snapshot that it names.
        return manifests.Concat(openings).Concat(snapshots);
    }
}
