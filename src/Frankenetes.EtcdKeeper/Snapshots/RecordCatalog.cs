using Frankenetes.EtcdKeeper.Restore;
using Frankenetes.EtcdKeeper.Storage;

namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>All that the `etcd` container holds of one cluster; another cluster's blobs are not seen.</summary>
/// <param name="Snapshots">Newest first: by epoch, then revision, then time.</param>
/// <param name="Manifests">Newest epoch first.</param>
/// <param name="OpenedEpochs">The epochs in which a gate was opened.</param>
internal sealed record RecordCatalog(IReadOnlyList<FullSnapshot> Snapshots, IReadOnlyList<Manifest> Manifests, IReadOnlyList<int> OpenedEpochs)
{
    public bool IsEmpty => Snapshots.Count == 0 && Manifests.Count == 0 && OpenedEpochs.Count == 0;

    /// <exception cref="StorageException">The container cannot be read.</exception>
    /// <exception cref="SnapshotDamagedException">A manifest cannot be read.</exception>
    public static async Task<RecordCatalog> LoadAsync(BlobStore blobs, ManifestStore manifests, Guid clusterId, CancellationToken cancellation)
    {
        var entries = await blobs.ListAsync(cancellation);
        var ours = entries.Where(entry => IsOf(entry, clusterId)).ToList();
        var found = await Task.WhenAll(
            entries.Select(entry => ManifestStore.EpochOf(entry.Name)).OfType<int>().Select(epoch => manifests.ReadAsync(epoch, cancellation)));
        return new RecordCatalog(
            [.. ours.Select(ToSnapshot).OfType<FullSnapshot>().OrderByDescending(snapshot => snapshot.Blob, StringComparer.Ordinal)],
            [.. found.OfType<Manifest>().Where(manifest => manifest.ClusterId == clusterId).OrderByDescending(manifest => manifest.Epoch)],
            [.. ours.Select(entry => OpeningStore.EpochOf(entry.Name)).OfType<int>()]);
    }

    private static bool IsOf(BlobEntry entry, Guid clusterId)
        => entry.Metadata.TryGetValue("clusterid", out var text) && Guid.TryParse(text, out var id) && id == clusterId;

    private static FullSnapshot? ToSnapshot(BlobEntry entry)
        => SnapshotName.Parse(entry.Name) is { } name
            ? new FullSnapshot(entry.Name, name, entry.Bytes, entry.Metadata.GetValueOrDefault("sha256") ?? "")
            : null;
}
