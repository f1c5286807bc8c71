using Frankenetes.EtcdKeeper.Restore;
using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Storage;

namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>All that the `etcd` container holds of one cluster; another cluster's blobs are not seen.</summary>
/// <param name="Snapshots">Newest first: by epoch, then revision, then time.</param>
/// <param name="Manifests">Newest epoch first.</param>
/// <param name="OpenedEpochs">The epochs in which a gate was opened.</param>
/// <param name="Segments">Of the log, oldest first.</param>
internal sealed record RecordCatalog(
    IReadOnlyList<FullSnapshot> Snapshots, IReadOnlyList<Manifest> Manifests, IReadOnlyList<int> OpenedEpochs, IReadOnlyList<LogSegment> Segments)
{
    /// <summary>No store of this cluster was ever served; a log may have been begun.</summary>
    public bool IsEmpty => Snapshots.Count == 0 && Manifests.Count == 0 && OpenedEpochs.Count == 0;

    /// <exception cref="StorageException">The container cannot be read.</exception>
    /// <exception cref="SnapshotDamagedException">A manifest cannot be read.</exception>
    public static async Task<RecordCatalog> LoadAsync(BlobStore blobs, ManifestStore manifests, Guid clusterId, CancellationToken cancellation)
    {
        var entries = await blobs.ListAsync(cancellation);
        var ours = entries.Where(entry => entry.IsOf(clusterId)).ToList();
        var found = await Task.WhenAll(
            entries.Select(entry => ManifestStore.EpochOf(entry.Name)).OfType<int>().Select(epoch => manifests.ReadAsync(epoch, cancellation)));
        return new RecordCatalog(
            [.. ours.Select(ToSnapshot).OfType<FullSnapshot>().OrderByDescending(snapshot => snapshot.Blob, StringComparer.Ordinal)],
            [.. found.OfType<Manifest>().Where(manifest => manifest.ClusterId == clusterId).OrderByDescending(manifest => manifest.Epoch)],
            [.. ours.Select(entry => OpeningStore.EpochOf(entry.Name)).OfType<int>()],
            LogCatalog.Segments(ours, clusterId));
    }

    private static FullSnapshot? ToSnapshot(BlobEntry entry)
        => SnapshotName.Parse(entry.Name) is { } name
            ? new FullSnapshot(entry.Name, name, entry.Bytes, entry.Metadata.GetValueOrDefault("sha256") ?? "")
            : null;
}
