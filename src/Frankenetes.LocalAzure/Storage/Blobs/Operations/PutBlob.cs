using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>Put Blob: a block blob's whole content in one request, or a new empty append blob.</summary>
internal static class PutBlob
{
    // Short content lives in the record itself: one file to write, none to open.
    private const int InlineBytes = 8 * 1024;
    private const long LimitBytes = 5000L * 1024 * 1024;

    public static async Task RunAsync(BlobCall call)
    {
        BlobWrite.RefuseUnknown(call.Request);
        BlobWrite.DemandName(call.BlobName);
        var type = call.Request.RequiredHeader("x-ms-blob-type").ToLowerInvariant() switch
        {
            "blockblob" => BlobType.BlockBlob,
            "appendblob" => BlobType.AppendBlob,
            "pageblob" => throw StorageErrors.BlobTypeNotSupported(),
            _ => throw StorageErrors.InvalidHeader("x-ms-blob-type"),
        };
        var container = call.Container;
        if (type == BlobType.AppendBlob && Bodies.Length(call.Request, LimitBytes) > 0) throw StorageErrors.InvalidHeader("Content-Length");
        var content = await ReceivedContent.ReceiveAsync(call.Request, container.Files, ContentFiles.NewName(), InlineBytes, LimitBytes).ConfigureAwait(false);
        try
        {
            await CommitAsync(call, container, type, content).ConfigureAwait(false);
        }
        catch (Exception exception) when (BlobWrite.IsRefusal(exception))
        {
            content.Discard(container.Files);
            throw;
        }
    }

    private static async Task CommitAsync(BlobCall call, BlobContainer container, BlobType type, ReceivedContent content)
    {
        var (headers, metadata) = (BlobWrite.Headers(call.Request), MetadataHeaders.Read(call.Request));
        var md5 = type == BlobType.BlockBlob ? Convert.ToBase64String(content.Md5) : null;
        using (await container.LockAsync(call.BlobName, call.Request.Aborted).ConfigureAwait(false))
        {
            container.TryGet(call.BlobName, out var before);
            var lease = BlobWrite.DemandForCreate(call, before);
            var record = BlobWrite.NewRecord(call, before, type, lease) with
            {
                Headers = headers with { ContentMd5 = headers.ContentMd5 ?? md5 },
                Metadata = metadata,
                Length = content.Length,
                Inline = type == BlobType.BlockBlob ? content.Memory : null,
                Parts = content.File is { } file ? [new BlobPart(file, content.Length, BlockId: null)] : [],
            };
            container.Commit(record);
            container.Staged.Clear(call.BlobName, record.Parts);
            BlobWrite.Respond(call, StatusCodes.Status201Created, record);
            if (md5 is not null) call.Request.Answer.Headers.ContentMD5 = md5;
        }
    }
}
