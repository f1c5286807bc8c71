using Frankenetes.EtcdKeeper.Restore;

namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>What may go from the record, so that it stays small however often a cluster sleeps and wakes.</summary>
internal static class Retention
{
    private const int KeptSnapshots = 3;
    private const int KeptEpochs = 5;

    /// <summary>
    /// The blobs to delete: all but the newest three snapshots, what the manifests of the last five epochs name, those epochs' own marks, and the
    /// log from the oldest of this epoch's kept snapshots on. To be asked only after this epoch has stored a snapshot.
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
        // A manifest goes before the snapshot that it names, and the log before the snapshot that it goes on from.
        return manifests.Concat(openings).Concat(Segments(catalog, kept, epoch)).Concat(snapshots);
    }

    /// <summary>With a single snapshot of its own an epoch keeps all of its log: should that one be damaged, the log leads on from an older one.</summary>
    private static IEnumerable<string> Segments(RecordCatalog catalog, HashSet<string> kept, int epoch)
    {
        var revisions = catalog.Snapshots.Where(snapshot => snapshot.Name.Epoch == epoch && kept.Contains(snapshot.Blob)).Select(snapshot => snapshot.Name.Revision).ToList();
        if (revisions.Count == 0)
            return [];
        var own = catalog.Segments.Where(segment => segment.Name.Epoch == epoch).ToList();
        var oldest = revisions.Min();
        var needless = revisions.Count > 1 ? own.Zip(own.Skip(1)).TakeWhile(pair => pair.Second.Name.FirstRevision - 1 <= oldest).Select(pair => pair.First) : [];
        return catalog.Segments.Where(segment => segment.Name.Epoch < epoch).Concat(needless).Select(segment => segment.Blob);
    }
}
