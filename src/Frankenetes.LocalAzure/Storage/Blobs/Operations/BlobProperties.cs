using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>Set Blob Metadata and Set Blob Properties.</summary>
internal static class BlobProperties
{
    public static Task SetMetadataAsync(BlobCall call)
    {
        var metadata = MetadataHeaders.Read(call.Request);
        return ChangeAsync(call, record => record with { Metadata = metadata });
    }

    /// <summary>Replaces all content headers: those that the request leaves out are cleared, as Azure has it.</summary>
    public static Task SetHeadersAsync(BlobCall call)
    {
        var headers = ContentHeaders.Read(call.Request, "x-ms-blob-");
        return ChangeAsync(call, record => record with { Headers = headers });
    }

    private static async Task ChangeAsync(BlobCall call, Func<BlobRecord, BlobRecord> change)
    {
        BlobWrite.RefuseUnknown(call.Request);
        var container = call.Container;
        using (await container.LockAsync(call.BlobName, call.Request.Aborted).ConfigureAwait(false))
        {
            var before = call.Blob(container);
            var lease = BlobWrite.DemandForChange(call, before);
            var record = BlobWrite.Stamp(call, change(before)) with { Lease = lease };
            container.Commit(record);
            BlobWrite.Respond(call, StatusCodes.Status200OK, record);
        }
    }
}
