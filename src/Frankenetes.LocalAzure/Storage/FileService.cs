using Frankenetes.LocalAzure.Storage.Authorization;
using Frankenetes.LocalAzure.Storage.Files;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage;

/// <summary>Azure Files REST over the accounts' folders: shares that are folders on disk, which containers mount at the same time.
/// Mirrors learn.microsoft.com/rest/api/storageservices/file-service-rest-api; any x-ms-version is taken.</summary>
public sealed class FileService(StorageAccounts accounts, TimeProvider time, ILogger<FileService> logger)
{
    private readonly StoragePipeline _pipeline = new(accounts, time, logger);

    /// <summary>Answers one request; errors become Azure's own answers, and nothing but the client's own going away ends it early.</summary>
    /// <param name="context">The request; its target as sent takes part in the signature.</param>
    /// <param name="account">The account's name, from the host name or from the first segment of the path.</param>
    /// <param name="path">The decoded path below the account; empty for the account itself.</param>
    public Task HandleAsync(HttpContext context, string account, string path) => _pipeline.RunAsync(context, account, path, RunAsync);

    private static async Task RunAsync(StorageRequest request)
    {
        var operation = FileRoutes.Find(request);
        var policies = request.Account.Shares.TryGet(request.Target.First, out var share) ? share.Document.Policies : [];
        var grant = Authorizer.Authorize(request, "file", operation.Requirement, policies);
        try
        {
            await operation.RunAsync(new FileCall(request, grant)).ConfigureAwait(false);
        }
        catch (DirectoryNotFoundException)
        {
            // The share was deleted after the operation found it.
            throw StorageErrors.ShareNotFound();
        }
    }
}
