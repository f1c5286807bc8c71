using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.Insights;
using Frankenetes.LocalAzure.Storage;

namespace Frankenetes.LocalAzure.StorageProvider;

/// <summary>Hands requests for Blob and Files to the data planes: the account is in the host name, or is the path's first segment.</summary>
internal sealed class StorageGate(RequestDelegate next, BlobService blobs, FileService files, TransactionTally tally)
{
    public Task InvokeAsync(HttpContext context)
    {
        var target = RequestTarget.Of(context);
        if (target.Service == AzureService.ResourceManager)
            return next(context);
        var path = (context.Request.Path.Value ?? "/").TrimStart('/');
        var account = target.Account;
        if (account is null)
        {
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            (account, path) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
        }

        tally.Note(account, context.Request, path);
        return target.Service == AzureService.Blob ? blobs.HandleAsync(context, account, path) : files.HandleAsync(context, account, path);
    }
}
