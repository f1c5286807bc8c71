using System.Globalization;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>Append Block and Append Blob Seal.</summary>
internal static class AppendBlob
{
    private const int MemoryBytes = 4 * 1024 * 1024;
    private const long LimitBytes = 100L * 1024 * 1024;
    private const int MostBlocks = 50_000;

    public static async Task AppendAsync(BlobCall call)
    {
        BlobWrite.RefuseUnknown(call.Request);
        call.Request.RefuseHeaders("x-ms-copy-source");
        var container = call.Container;
        if (Bodies.Length(call.Request, LimitBytes) == 0) throw StorageErrors.InvalidHeader("Content-Length");
        var content = await ReceivedContent.ReceiveAsync(call.Request, container.Files, ContentFiles.NewName(), MemoryBytes, LimitBytes).ConfigureAwait(false);
        try
        {
            await AppendAsync(call, container, content).ConfigureAwait(false);
        }
        finally
        {
            content.Discard(container.Files);
        }
    }

    public static async Task SealAsync(BlobCall call)
    {
        var container = call.Container;
        using (await container.LockAsync(call.BlobName, call.Request.Aborted).ConfigureAwait(false))
        {
            var before = Demand(call, container);
            var lease = BlobWrite.DemandForChange(call, before);
            DemandPosition(call.Request, before.Length);
            var record = before;
            if (!before.IsSealed)
            {
                record = BlobWrite.Stamp(call, before) with { IsSealed = true, Lease = lease };
                container.Commit(record);
            }

            BlobWrite.Respond(call, StatusCodes.Status200OK, record);
            call.Request.Answer.Headers["x-ms-blob-sealed"] = "true";
        }
    }

    private static async Task AppendAsync(BlobCall call, BlobContainer container, ReceivedContent content)
    {
        using (await container.LockAsync(call.BlobName, call.Request.Aborted).ConfigureAwait(false))
        {
            var before = Demand(call, container);
            var lease = BlobWrite.DemandForChange(call, before);
            if (before.IsSealed) throw StorageErrors.BlobIsSealed();
            DemandPosition(call.Request, before.Length);
            if (call.Request.NumberHeader("x-ms-blob-condition-maxsize") is { } most && before.Length + content.Length > most) throw StorageErrors.MaxBlobSizeConditionNotMet();
            if (before.CommittedBlockCount >= MostBlocks) throw StorageErrors.BlockCountExceedsLimit();

            // Bytes first, then the record with the new length: a crash in between leaves a tail that no record counts.
            var file = before.Parts.Count > 0 ? before.Parts[0].File : ContentFiles.NewName();
            await WriteAsync(call, container, file, before.Length, content).ConfigureAwait(false);
            var length = before.Length + content.Length;
            var record = BlobWrite.Stamp(call, before) with
            {
                Length = length,
                Parts = [new BlobPart(file, length, BlockId: null)],
                CommittedBlockCount = before.CommittedBlockCount + 1,
                Lease = lease,
            };
            container.Commit(record);
            Respond(call, before, record, content);
        }
    }

    private static async Task WriteAsync(BlobCall call, BlobContainer container, string file, long offset, ReceivedContent content)
    {
        if (content.Memory is { } memory)
        {
            await container.Files.WriteAtAsync(file, offset, memory, call.Request.Aborted).ConfigureAwait(false);
            return;
        }

        using var source = container.Files.Open(content.File!);
        using var target = container.Files.OpenForAppend(file);
        target.Position = offset;
        await source.CopyToAsync(target, call.Request.Aborted).ConfigureAwait(false);
        target.Flush(flushToDisk: true);
    }

    private static BlobRecord Demand(BlobCall call, BlobContainer container)
    {
        var record = call.Blob(container);
        return record.Type == BlobType.AppendBlob ? record : throw StorageErrors.InvalidBlobType();
    }

    private static void DemandPosition(StorageRequest request, long length)
    {
        if (request.NumberHeader("x-ms-blob-condition-appendpos") is { } position && position != length) throw StorageErrors.AppendPositionConditionNotMet();
    }

    private static void Respond(BlobCall call, BlobRecord before, BlobRecord record, ReceivedContent content)
    {
        BlobWrite.Respond(call, StatusCodes.Status201Created, record);
        var headers = call.Request.Answer.Headers;
        headers["x-ms-blob-append-offset"] = before.Length.ToString(CultureInfo.InvariantCulture);
        headers["x-ms-blob-committed-block-count"] = record.CommittedBlockCount.ToString(CultureInfo.InvariantCulture);
        headers.ContentMD5 = Convert.ToBase64String(content.Md5);
    }
}
