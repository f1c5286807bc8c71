namespace Frankenetes.LocalAzure.Storage;

/// <summary>Azure Blob Storage REST.</summary>
public sealed class BlobService(StorageAccounts accounts, TimeProvider time, ILogger<BlobService> logger)
{
    /// <summary>Answers one request.</summary>
    /// <param name="context">The request; its target as sent takes part in the signature.</param>
    /// <param name="account">The account's name, from the host name or from the first segment of the path.</param>
    /// <param name="path">The decoded path below the account, without a leading slash.</param>
    public Task HandleAsync(HttpContext context, string account, string path)
    {
        logger.LogDebug("{Method} {Account}/{Path} at {Time}: known account {Known}", context.Request.Method, account, path, time.GetUtcNow(), accounts.TryGet(account, out _));
        context.Response.StatusCode = StatusCodes.Status501NotImplemented;
        return Task.CompletedTask;
    }
}
