namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>Delete Blob. There are no snapshots, so there is nothing else to delete with it.</summary>
internal static class DeleteBlob
{
    public static async Task RunAsync(BlobCall call)
    {
        call.Request.RefuseHeaders("x-ms-if-tags");
        var container = call.Container;
        using (await container.LockAsync(call.BlobName, call.Request.Aborted).ConfigureAwait(false))
        {
            var record = call.Blob(container);
            BlobWrite.DemandForChange(call, record);
            container.Remove(record);
        }

        call.Request.Respond(StatusCodes.Status202Accepted);
        call.Request.Answer.Headers["x-ms-delete-type-permanent"] = "true";
    }
}
