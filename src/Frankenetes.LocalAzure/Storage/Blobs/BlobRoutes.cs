using Frankenetes.LocalAzure.Storage.Authorization;
using Frankenetes.LocalAzure.Storage.Blobs.Operations;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>Which operation a request means (learn.microsoft.com/rest/api/storageservices/operations-on-blobs), and who may ask for it.</summary>
internal static class BlobRoutes
{
    /// <summary>Finds the operation by method, level and the <c>restype</c> and <c>comp</c> parameters.</summary>
    public static BlobOperation Find(StorageRequest request)
    {
        if (request.Query("snapshot") is not null || request.Query("versionid") is not null) throw StorageErrors.NotImplemented("snapshots and versions");
        var method = HttpMethods.IsHead(request.Http.Method) ? "GET" : request.Http.Method;
        var (restype, comp) = (request.Query("restype"), request.Query("comp"));
        if (restype == "account") return new BlobOperation(new('s', "racwdl", "rwdlacup"), ServiceOperations.GetAccountInformationAsync);
        if (request.Target.First.Length == 0) return OfService(method, comp);
        return request.Target.Rest.Length == 0 ? OfContainer(method, restype, comp) : OfBlob(request, method, comp);
    }

    private static BlobOperation OfService(string method, string? comp) => (method, comp) switch
    {
        ("GET", "list") => new(new('s', "", "l"), ServiceOperations.ListContainersAsync),
        ("GET", "properties") => new(new('s', "", "r"), ServiceOperations.GetPropertiesAsync),
        (_, null) => throw StorageErrors.InvalidUri(),
        _ => throw StorageErrors.NotImplemented($"{method} of the service with comp={comp}"),
    };

    private static BlobOperation OfContainer(string method, string? restype, string? comp) => (method, restype, comp) switch
    {
        ("PUT", "container", null) => new(new('c', "", "cw"), ContainerOperations.CreateAsync),
        ("DELETE", "container", null) => new(new('c', "", "d"), ContainerOperations.DeleteAsync),
        ("GET", "container", null or "metadata") => new(new('c', "", "r"), ContainerOperations.GetPropertiesAsync),
        ("PUT", "container", "metadata") => new(new('c', "", "w"), ContainerOperations.SetMetadataAsync),
        ("GET", "container", "acl") => new(AccessRequirement.KeyOnly, ContainerOperations.GetAccessPolicyAsync),
        ("PUT", "container", "acl") => new(AccessRequirement.KeyOnly, ContainerOperations.SetAccessPolicyAsync),
        ("PUT", "container", "lease") => new(new('c', "", "wd"), ContainerOperations.LeaseAsync),
        ("GET", "container", "list") => new(new('c', "l", "l"), ListBlobs.RunAsync),
        (_, "container", not null) => throw StorageErrors.NotImplemented($"{method} of a container with comp={comp}"),
        (_, null, null) => throw StorageErrors.NotImplemented("blobs of the root container by their name alone"),
        _ => throw StorageErrors.UnsupportedVerb(),
    };

    private static BlobOperation OfBlob(StorageRequest request, string method, string? comp) => (method, comp) switch
    {
        ("PUT", null) when request.Header("x-ms-copy-source") is not null => new(new('o', "cw", "cw"), CopyBlob.RunAsync),
        ("PUT", null) => new(new('o', "cw", "cw"), PutBlob.RunAsync),
        ("GET", null) when request.IsHead => new(new('o', "r", "r"), ReadBlob.GetPropertiesAsync),
        ("GET", null) => new(new('o', "r", "r"), ReadBlob.GetAsync),
        ("GET", "metadata") => new(new('o', "r", "r"), ReadBlob.GetPropertiesAsync),
        ("DELETE", null) => new(new('o', "d", "d"), DeleteBlob.RunAsync),
        ("PUT", "metadata") => new(new('o', "w", "w"), BlobProperties.SetMetadataAsync),
        ("PUT", "properties") => new(new('o', "w", "w"), BlobProperties.SetHeadersAsync),
        ("PUT", "block") => new(new('o', "cw", "cw"), Blocks.PutAsync),
        ("PUT", "blocklist") => new(new('o', "cw", "cw"), BlockLists.CommitAsync),
        ("GET", "blocklist") => new(new('o', "r", "r"), BlockLists.GetAsync),
        ("PUT", "appendblock") => new(new('o', "aw", "aw"), AppendBlob.AppendAsync),
        ("PUT", "seal") => new(new('o', "w", "w"), AppendBlob.SealAsync),
        ("PUT", "lease") => new(new('o', LeaseLetters(request), LeaseLetters(request)), BlobLease.RunAsync),
        (_, not null) => throw StorageErrors.NotImplemented($"{method} of a blob with comp={comp}"),
        _ => throw StorageErrors.UnsupportedVerb(),
    };

    // Who may delete may break a lease; the other actions need the right to write.
    private static string LeaseLetters(StorageRequest request) =>
        string.Equals(request.Header("x-ms-lease-action"), "break", StringComparison.OrdinalIgnoreCase) ? "wd" : "w";
}
