using Frankenetes.LocalAzure.Storage.Authorization;
using Frankenetes.LocalAzure.Storage.Leases;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>Operations on a container.</summary>
internal static class ContainerOperations
{
    public static async Task CreateAsync(BlobCall call)
    {
        var request = call.Request;
        if (!ContainerName.IsValid(call.ContainerName)) throw StorageErrors.InvalidResourceName();
        RefusePublicAccess(request);
        var document = Stamp(request, new ContainerDocument { Name = call.ContainerName, ETag = "", LastModified = default, Metadata = MetadataHeaders.Read(request) });
        using (await call.Store.LockAsync(call.ContainerName, request.Aborted).ConfigureAwait(false))
        {
            if (call.Store.TryGet(call.ContainerName, out _)) throw StorageErrors.ContainerAlreadyExists();
            call.Store.Create(document);
        }

        request.Respond(StatusCodes.Status201Created, document.ETag, document.LastModified);
    }

    public static async Task DeleteAsync(BlobCall call)
    {
        using (await call.Store.LockAsync(call.ContainerName, call.Request.Aborted).ConfigureAwait(false))
        {
            var container = call.Container;
            Preconditions.DemandForChange(call.Request, container.Document.ETag, container.Document.LastModified);
            LeaseGuard.DemandForWrite(call.Request, container.Document.Lease, LeaseGuard.Container);
            call.Store.Remove(container);
        }

        call.Request.Respond(StatusCodes.Status202Accepted);
    }

    public static Task GetPropertiesAsync(BlobCall call)
    {
        var document = call.Container.Document;
        LeaseGuard.DemandForRead(call.Request, document.Lease, LeaseGuard.Container);
        call.Request.Respond(StatusCodes.Status200OK, document.ETag, document.LastModified);
        MetadataHeaders.Write(call.Request.Answer, document.Metadata);
        LeaseHeaders.Write(call.Request.Answer, document.Lease, call.Request.Now);
        call.Request.Answer.Headers["x-ms-has-immutability-policy"] = "false";
        call.Request.Answer.Headers["x-ms-has-legal-hold"] = "false";
        return Task.CompletedTask;
    }

    public static Task SetMetadataAsync(BlobCall call)
    {
        var metadata = MetadataHeaders.Read(call.Request);
        return ChangeAsync(call, document => document with { Metadata = metadata });
    }

    public static Task GetAccessPolicyAsync(BlobCall call)
    {
        var document = call.Container.Document;
        LeaseGuard.DemandForRead(call.Request, document.Lease, LeaseGuard.Container);
        call.Request.Respond(StatusCodes.Status200OK, document.ETag, document.LastModified);
        return StoredAccessPolicyXml.WriteAsync(call.Request.Context, document.Policies);
    }

    public static async Task SetAccessPolicyAsync(BlobCall call)
    {
        RefusePublicAccess(call.Request);
        var policies = await StoredAccessPolicyXml.ReadAsync(call.Request).ConfigureAwait(false);
        await ChangeAsync(call, document => document with { Policies = policies }).ConfigureAwait(false);
    }

    public static async Task LeaseAsync(BlobCall call)
    {
        using (await call.Store.LockAsync(call.ContainerName, call.Request.Aborted).ConfigureAwait(false))
        {
            var container = call.Container;
            var document = container.Document;
            Preconditions.DemandForChange(call.Request, document.ETag, document.LastModified);
            container.Save(document with { Lease = LeaseAction.Apply(call.Request, document.Lease) });
            call.Request.Respond(call.Request.Answer.StatusCode, document.ETag, document.LastModified);
        }
    }

    private static async Task ChangeAsync(BlobCall call, Func<ContainerDocument, ContainerDocument> change)
    {
        using (await call.Store.LockAsync(call.ContainerName, call.Request.Aborted).ConfigureAwait(false))
        {
            var container = call.Container;
            Preconditions.DemandForChange(call.Request, container.Document.ETag, container.Document.LastModified);
            LeaseGuard.DemandForRead(call.Request, container.Document.Lease, LeaseGuard.Container);
            var document = Stamp(call.Request, change(container.Document));
            container.Save(document);
            call.Request.Respond(StatusCodes.Status200OK, document.ETag, document.LastModified);
        }
    }

    private static ContainerDocument Stamp(StorageRequest request, ContainerDocument document) =>
        document with { ETag = EntityTag.New(), LastModified = HttpTime.WholeSeconds(request.Now) };

    private static void RefusePublicAccess(StorageRequest request)
    {
        if (request.Header("x-ms-blob-public-access") is not null) throw StorageErrors.PublicAccessNotPermitted();
    }
}
