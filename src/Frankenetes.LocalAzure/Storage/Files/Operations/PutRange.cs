using System.Buffers;
using Frankenetes.LocalAzure.Storage.Files.Disk;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files.Operations;

/// <summary>Put Range: writes or clears a run of a file's bytes. It never makes the file longer.</summary>
internal static class PutRange
{
    private const int LimitBytes = 4 * 1024 * 1024;

    public static async Task RunAsync(FileCall call)
    {
        var request = call.Request;
        request.RefuseHeaders("x-ms-copy-source", "x-ms-structured-body", "x-ms-content-crc64");
        var range = ByteRange.OfWrite(request);
        var clears = request.RequiredHeader("x-ms-write").ToLowerInvariant() switch
        {
            "clear" => true,
            "update" => false,
            _ => throw StorageErrors.InvalidHeader("x-ms-write"),
        };

        using var file = OpenedFile.Open(call, forWriting: true);
        if (range.Last >= file.Entry.Length) throw StorageErrors.InvalidRange(file.Entry.Length);
        if (clears) SparseFile.Clear(file.Handle, range);
        else await UpdateAsync(request, file, range).ConfigureAwait(false);
        file.Touch(request.Now);
        FileHeaders.Respond(request, StatusCodes.Status201Created, file.Entry, file.Parent);
        FileHeaders.MarkWrite(request);
    }

    private static async Task UpdateAsync(StorageRequest request, OpenedFile file, ByteRange range)
    {
        if (Bodies.Length(request, LimitBytes) != range.Length) throw StorageErrors.InvalidHeader("Content-Length");
        var buffer = ArrayPool<byte>.Shared.Rent((int)range.Length);
        try
        {
            var bytes = buffer.AsMemory(0, (int)range.Length);
            await request.Http.Body.ReadExactlyAsync(bytes, request.Aborted).ConfigureAwait(false);
            var md5 = Bodies.Md5(bytes.Span);
            Bodies.DemandMd5(request, md5);
            await RandomAccess.WriteAsync(file.Handle, bytes, range.Start, request.Aborted).ConfigureAwait(false);
            request.Answer.Headers.ContentMD5 = Convert.ToBase64String(md5);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
