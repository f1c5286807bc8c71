using Frankenetes.LocalAzure.Storage.Authorization;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>An authorized request to the Blob service.</summary>
internal sealed class BlobCall(StorageRequest request, Grant grant)
{
    public StorageRequest Request { get; } = request;

    public Grant Grant { get; } = grant;

    public BlobStore Store => Request.Account.Blobs;

    public string ContainerName => Request.Target.First;

    public string BlobName => Request.Target.Rest;

    /// <summary>The container that the request names, or the refusal that there is none.</summary>
    public BlobContainer Container => Store.Get(ContainerName);

    /// <summary>The blob that the request names, or the refusal that there is none.</summary>
    public BlobRecord Blob(BlobContainer container) => container.TryGet(BlobName, out var record) ? record : throw StorageErrors.BlobNotFound();
}
