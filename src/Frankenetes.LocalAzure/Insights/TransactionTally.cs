using System.Collections.Concurrent;

namespace Frankenetes.LocalAzure.Insights;

/// <summary>Counts requests to storage accounts by the hour and by operation, since the process began. Source: Azure Monitor, supported metrics of Microsoft.Storage/storageAccounts.</summary>
internal sealed class TransactionTally(TimeProvider time)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<(string Account, string Api, DateTimeOffset Hour), long> _counts = new();

    public void Note(string account, HttpRequest request, string path) =>
        _counts.AddOrUpdate((account, NameOf(request.Method, path.Contains('/', StringComparison.Ordinal), request.Query["restype"], request.Query["comp"]), Floor(time.GetUtcNow())), 1, (_, count) => count + 1);

    /// <summary>By operation, the counts of each hour that begins in the span.</summary>
    public ILookup<string, (DateTimeOffset Hour, long Count)> Find(string account, DateTimeOffset from, DateTimeOffset to) =>
        _counts.Where(one => one.Key.Account == account && one.Key.Hour >= Floor(from) && one.Key.Hour < to).OrderBy(one => one.Key.Hour).ToLookup(one => one.Key.Api, one => (one.Key.Hour, one.Value));

    // The names of learn.microsoft.com/rest/api/storageservices/storage-analytics-logged-operations-and-status-messages.
    internal static string NameOf(string method, bool isBlob, string? restype, string? comp) => (method, isBlob, comp) switch
    {
        ("PUT", true, null) => "PutBlob",
        ("PUT", true, "appendblock") => "AppendBlock",
        ("PUT", true, "block") => "PutBlock",
        ("PUT", true, "blocklist") => "PutBlockList",
        ("PUT", _, "lease") => isBlob ? "LeaseBlob" : "LeaseContainer",
        ("PUT", _, "metadata") => isBlob ? "SetBlobMetadata" : "SetContainerMetadata",
        ("PUT", true, "properties") => "SetBlobProperties",
        ("GET", true, null) => "GetBlob",
        ("GET", true, "blocklist") => "GetBlockList",
        ("HEAD" or "GET", true, _) => "GetBlobProperties",
        ("DELETE", _, _) => isBlob ? "DeleteBlob" : "DeleteContainer",
        ("PUT", false, null) => "CreateContainer",
        ("PUT", false, "acl") => "SetContainerACL",
        ("GET", false, "list") => restype is null ? "ListContainers" : "ListBlobs",
        ("HEAD" or "GET", false, _) => "GetContainerProperties",
        _ => "Unknown",
    };

    private static DateTimeOffset Floor(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % Hour.Ticks), TimeSpan.Zero);
}
