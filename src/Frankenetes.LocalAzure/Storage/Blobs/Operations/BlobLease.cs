using Frankenetes.LocalAzure.Storage.Leases;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>Lease Blob. A lease is kept on disk like all else, so it binds across a restart.</summary>
internal static class BlobLease
{
    public static async Task RunAsync(BlobCall call)
    {
        call.Request.RefuseHeaders("x-ms-if-tags");
        var container = call.Container;
        using (await container.LockAsync(call.BlobName, call.Request.Aborted).ConfigureAwait(false))
        {
            var record = call.Blob(container);
            Preconditions.DemandForChange(call.Request, record.ETag, record.LastModified);
            container.Commit(record with { Lease = LeaseAction.Apply(call.Request, record.Lease) });
            call.Request.Respond(call.Request.Answer.StatusCode, record.ETag, record.LastModified);
        }
    }
}
