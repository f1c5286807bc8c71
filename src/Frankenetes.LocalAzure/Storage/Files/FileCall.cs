using Frankenetes.LocalAzure.Storage.Authorization;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files;

/// <summary>An authorized request to the Files service.</summary>
internal sealed class FileCall(StorageRequest request, Grant grant)
{
    public StorageRequest Request { get; } = request;

    public Grant Grant { get; } = grant;

    public ShareStore Store => Request.Account.Shares;

    public string ShareName => Request.Target.First;

    /// <summary>The share that the request names, or the refusal that there is none.</summary>
    public Share Share => Store.Get(ShareName);

    /// <summary>The path below the share.</summary>
    public SharePath Path => SharePath.Parse(Request.Target.Rest);
}
