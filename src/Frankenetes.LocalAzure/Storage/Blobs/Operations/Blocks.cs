using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>Put Block: stages a block of a block blob; nobody sees it before a Put Block List.</summary>
internal static class Blocks
{
    private const long LimitBytes = 4000L * 1024 * 1024;
    private const int LongestIdBytes = 64;

    public static async Task PutAsync(BlobCall call)
    {
        BlobWrite.RefuseUnknown(call.Request);
        BlobWrite.DemandName(call.BlobName);
        call.Request.RefuseHeaders("x-ms-copy-source");
        var (container, id) = (call.Container, DemandId(call.Request.Query("blockid")));
        if (Bodies.Length(call.Request, LimitBytes) == 0) throw StorageErrors.InvalidHeader("Content-Length");
        var content = await ReceivedContent.ReceiveAsync(call.Request, container.Files, ContentFiles.NewName(), 0, LimitBytes).ConfigureAwait(false);
        try
        {
            await StageAsync(call, container, id, content).ConfigureAwait(false);
        }
        catch (Exception exception) when (BlobWrite.IsRefusal(exception))
        {
            content.Discard(container.Files);
            throw;
        }

        call.Request.Respond(StatusCodes.Status201Created);
        call.Request.Answer.Headers.ContentMD5 = Convert.ToBase64String(content.Md5);
        call.Request.Answer.Headers["x-ms-request-server-encrypted"] = "true";
    }

    private static async Task StageAsync(BlobCall call, BlobContainer container, string id, ReceivedContent content)
    {
        using (await container.LockAsync(call.BlobName, call.Request.Aborted).ConfigureAwait(false))
        {
            if (container.TryGet(call.BlobName, out var record))
            {
                call.Grant.Demand("w");
                if (record.Type != BlobType.BlockBlob) throw StorageErrors.InvalidBlobType();
                Leases.LeaseGuard.DemandForWrite(call.Request, record.Lease, Leases.LeaseGuard.Blob);
            }

            if (container.Staged.Of(call.BlobName).Keys.Any(other => other.Length != id.Length)) throw StorageErrors.InvalidBlobOrBlock();
            var (at, file) = (call.Request.Now, ContentFiles.NewStagedName(call.BlobName, id));
            File.SetLastWriteTimeUtc(container.Files.PathOf(content.File!), at.UtcDateTime);
            // Only a whole block bears a staged block's name: one that a crash cut short is swept at the next start.
            container.Files.Rename(content.File!, file);
            container.Staged.Add(call.BlobName, new StagedBlock(id, file, content.Length, at));
        }
    }

    private static string DemandId(string? id)
    {
        if (id is null) throw StorageErrors.MissingQuery("blockid");
        var bytes = new byte[LongestIdBytes];
        return Convert.TryFromBase64String(id, bytes, out var length) && length > 0 ? id : throw StorageErrors.InvalidBlockId();
    }
}
