namespace Frankenetes.EtcdKeeper.Storage;

/// <summary>A blob as a listing shows it.</summary>
/// <param name="Name">The blob.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Metadata">Its metadata; names without case.</param>
/// <param name="IsSealed">An append blob that takes nothing more.</param>
internal sealed record BlobEntry(string Name, long Bytes, IReadOnlyDictionary<string, string> Metadata, bool IsSealed)
{
    /// <summary>Whether its metadata says that it belongs to a cluster.</summary>
    public bool IsOf(Guid clusterId) => Metadata.TryGetValue("clusterid", out var text) && Guid.TryParse(text, out var id) && id == clusterId;
}
