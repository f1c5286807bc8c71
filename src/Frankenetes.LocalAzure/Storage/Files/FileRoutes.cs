using Frankenetes.LocalAzure.Storage.Authorization;
using Frankenetes.LocalAzure.Storage.Files.Operations;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files;

/// <summary>Which operation a request means (learn.microsoft.com/rest/api/storageservices/file-service-rest-api), and who may ask for it.</summary>
internal static class FileRoutes
{
    /// <summary>Finds the operation by method, level and the <c>restype</c> and <c>comp</c> parameters.</summary>
    public static FileOperation Find(StorageRequest request)
    {
        if (request.Query("sharesnapshot") is not null) throw StorageErrors.NotImplemented("share snapshots");
        var method = HttpMethods.IsHead(request.Http.Method) ? "GET" : request.Http.Method;
        var (restype, comp) = (request.Query("restype"), request.Query("comp"));
        if (request.Target.First.Length == 0) return OfService(method, comp);
        return restype switch
        {
            "share" => OfShare(method, comp),
            "directory" => OfDirectory(method, comp),
            null => OfFile(request, method, comp),
            _ => throw StorageErrors.InvalidQuery("restype"),
        };
    }

    private static FileOperation OfService(string method, string? comp) => (method, comp) switch
    {
        ("GET", "list") => new(new('s', "", "l"), FileServiceOperations.ListSharesAsync),
        ("GET", "properties") => new(new('s', "", "r"), FileServiceOperations.GetPropertiesAsync),
        (_, null) => throw StorageErrors.InvalidUri(),
        _ => throw StorageErrors.NotImplemented($"{method} of the service with comp={comp}"),
    };

    private static FileOperation OfShare(string method, string? comp) => (method, comp) switch
    {
        ("PUT", null) => new(new('c', "", "cw"), ShareOperations.CreateAsync),
        ("DELETE", null) => new(new('c', "", "d"), ShareOperations.DeleteAsync),
        ("GET", null or "metadata") => new(new('c', "", "r"), ShareOperations.GetPropertiesAsync),
        ("PUT", "metadata") => new(new('c', "", "w"), ShareOperations.SetMetadataAsync),
        ("PUT", "properties") => new(new('c', "", "w"), ShareOperations.SetPropertiesAsync),
        ("GET", "acl") => new(AccessRequirement.KeyOnly, ShareOperations.GetAccessPolicyAsync),
        ("PUT", "acl") => new(AccessRequirement.KeyOnly, ShareOperations.SetAccessPolicyAsync),
        ("GET", "stats") => new(new('c', "", "r"), ShareOperations.GetStatisticsAsync),
        (_, not null) => throw StorageErrors.NotImplemented($"{method} of a share with comp={comp}"),
        _ => throw StorageErrors.UnsupportedVerb(),
    };

    private static FileOperation OfDirectory(string method, string? comp) => (method, comp) switch
    {
        ("PUT", null) => new(new('o', "cw", "cw"), DirectoryOperations.CreateAsync),
        ("DELETE", null) => new(new('o', "d", "d"), DirectoryOperations.DeleteAsync),
        ("GET", null or "metadata") => new(new('o', "r", "r"), DirectoryOperations.GetPropertiesAsync),
        ("PUT", "metadata") => new(new('o', "w", "w"), DirectoryOperations.SetMetadataAsync),
        ("PUT", "properties") => new(new('o', "w", "w"), DirectoryOperations.SetPropertiesAsync),
        ("GET", "list") => new(new('c', "l", "l"), ListDirectory.RunAsync),
        (_, not null) => throw StorageErrors.NotImplemented($"{method} of a directory with comp={comp}"),
        _ => throw StorageErrors.UnsupportedVerb(),
    };

    private static FileOperation OfFile(StorageRequest request, string method, string? comp) => (method, comp) switch
    {
        _ when request.Target.Rest.Length == 0 => throw StorageErrors.InvalidUri(),
        ("PUT", null) => new(new('o', "cw", "cw"), CreateFile.RunAsync),
        ("GET", null) when request.IsHead => new(new('o', "r", "r"), ReadFile.GetPropertiesAsync),
        ("GET", null) => new(new('o', "r", "r"), ReadFile.GetAsync),
        ("GET", "metadata") => new(new('o', "r", "r"), ReadFile.GetPropertiesAsync),
        ("GET", "rangelist") => new(new('o', "r", "r"), ReadFile.ListRangesAsync),
        ("DELETE", null) => new(new('o', "d", "d"), DeleteFile.RunAsync),
        ("PUT", "range") => new(new('o', "w", "w"), PutRange.RunAsync),
        ("PUT", "metadata") => new(new('o', "w", "w"), FileProperties.SetMetadataAsync),
        ("PUT", "properties") => new(new('o', "w", "w"), FileProperties.SetPropertiesAsync),
        (_, not null) => throw StorageErrors.NotImplemented($"{method} of a file with comp={comp}"),
        _ => throw StorageErrors.UnsupportedVerb(),
    };
}
