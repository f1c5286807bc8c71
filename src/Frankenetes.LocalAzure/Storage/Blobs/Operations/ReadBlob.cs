using Frankenetes.LocalAzure.Storage.Leases;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>Get Blob, Get Blob Properties and Get Blob Metadata.</summary>
internal static class ReadBlob
{
    private const int LongestMd5Range = 4 * 1024 * 1024;

    public static Task GetPropertiesAsync(BlobCall call)
    {
        var record = Demand(call, call.Container);
        BlobHeaders.Write(call, record, wholeBody: true);
        call.Request.Respond(StatusCodes.Status200OK, record.ETag, record.LastModified);
        // A body's length is told of the blob, not of the answer, which only HEAD may do.
        if (call.Request.IsHead) call.Request.Answer.ContentLength = record.Length;
        return Task.CompletedTask;
    }

    public static async Task GetAsync(BlobCall call)
    {
        call.Request.RefuseHeaders("x-ms-if-tags", "x-ms-encryption-key", "x-ms-structured-body", "x-ms-range-get-content-crc64");
        for (BlobRecord? seen = null; ;)
        {
            var container = call.Container;
            var record = Demand(call, container);
            var range = ByteRange.OfRead(call.Request, record.Length);
            var run = range ?? new ByteRange(0, record.Length);
            using var reader = BlobReader.TryOpen(container, record, run);
            if (reader is null)
            {
                // The blob was replaced this moment: its new record is there to be read. The same record again means that its content is lost.
                if (ReferenceEquals(seen, record)) throw StorageErrors.InternalError();
                seen = record;
                continue;
            }

            await SendAsync(call, record, range, run, reader).ConfigureAwait(false);
            return;
        }
    }

    private static BlobRecord Demand(BlobCall call, BlobContainer container)
    {
        var record = call.Blob(container);
        Preconditions.DemandForRead(call.Request, record.ETag, record.LastModified);
        LeaseGuard.DemandForRead(call.Request, record.Lease, LeaseGuard.Blob);
        return record;
    }

    private static async Task SendAsync(BlobCall call, BlobRecord record, ByteRange? range, ByteRange run, BlobReader reader)
    {
        var (request, answer) = (call.Request, call.Request.Answer);
        BlobHeaders.Write(call, record, wholeBody: range is null);
        request.Respond(range is null ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent, record.ETag, record.LastModified);
        answer.ContentLength = run.Length;
        if (range is { } part) answer.Headers.ContentRange = $"bytes {part.Start}-{part.Last}/{record.Length}";
        if (range is null || !request.FlagHeader("x-ms-range-get-content-md5"))
        {
            await reader.CopyToAsync(answer.Body, request.Aborted).ConfigureAwait(false);
            return;
        }

        if (run.Length > LongestMd5Range) throw StorageErrors.OutOfRangeInput("x-ms-range-get-content-md5");
        using var memory = new MemoryStream((int)run.Length);
        await reader.CopyToAsync(memory, request.Aborted).ConfigureAwait(false);
        answer.Headers.ContentMD5 = Convert.ToBase64String(Bodies.Md5(memory.GetBuffer().AsSpan(0, (int)run.Length)));
        await answer.Body.WriteAsync(memory.GetBuffer().AsMemory(0, (int)run.Length), request.Aborted).ConfigureAwait(false);
    }
}
