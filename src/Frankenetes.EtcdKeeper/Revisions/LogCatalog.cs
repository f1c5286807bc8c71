using Frankenetes.EtcdKeeper.Storage;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>Finds a cluster's segments among all blobs.</summary>
internal static class LogCatalog
{
    /// <summary>Oldest first; another cluster's are not seen.</summary>
    public static IReadOnlyList<LogSegment> Segments(IEnumerable<BlobEntry> entries, Guid clusterId)
        => [.. entries.Where(entry => entry.IsOf(clusterId)).Select(LogSegment.From).OfType<LogSegment>()
            .OrderBy(segment => segment.Name.Epoch).ThenBy(segment => segment.Name.Sequence)];
}
