using Frankenetes.LocalAzure.Storage.Authorization;
using Frankenetes.LocalAzure.Storage.Blobs;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage;

/// <summary>Azure Blob Storage REST over the accounts' folders: containers, block blobs, append blobs, leases, shared key and SAS.
/// Mirrors learn.microsoft.com/rest/api/storageservices/blob-service-rest-api; any x-ms-version is taken.</summary>
public sealed class BlobService(StorageAccounts accounts, TimeProvider time, ILogger<BlobService> logger)
{
    private readonly StoragePipeline _pipeline = new(accounts, time, logger);

    /// <summary>Answers one request; errors become Azure's own answers, and nothing but the client's own going away ends it early.</summary>
    /// <param name="context">The request; its target as sent takes part in the signature.</param>
    /// <param name="account">The account's name, from the host name or from the first segment of the path.</param>
    /// <param name="path">The decoded path below the account; empty for the account itself.</param>
    public Task HandleAsync(HttpContext context, string account, string path) => _pipeline.RunAsync(context, account, path, RunAsync);

    private static async Task RunAsync(StorageRequest request)
    {
        var operation = BlobRoutes.Find(request);
        var policies = request.Account.Blobs.TryGet(request.Target.First, out var container) ? container.Document.Policies : [];
        var grant = Authorizer.Authorize(request, "blob", operation.Requirement, policies);
        try
        {
            await operation.RunAsync(new BlobCall(request, grant)).ConfigureAwait(false);
        }
        catch (DirectoryNotFoundException)
        {
            // The container was deleted after the operation found it.
            throw StorageErrors.ContainerNotFound();
        }
    }
}
