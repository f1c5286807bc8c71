using System.Buffers;
using System.Globalization;
using Frankenetes.LocalAzure.Storage.Files.Disk;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files.Operations;

/// <summary>Get File, Get File Properties, Get File Metadata and List Ranges.</summary>
internal static class ReadFile
{
    private const int ChunkBytes = 256 * 1024;
    private const int LongestMd5Range = 4 * 1024 * 1024;

    public static Task GetPropertiesAsync(FileCall call)
    {
        using var file = OpenedFile.Open(call, forWriting: false);
        var length = WriteHeaders(call, file, StatusCodes.Status200OK, wholeBody: true);
        if (call.Request.IsHead) call.Request.Answer.ContentLength = length;
        return Task.CompletedTask;
    }

    public static async Task GetAsync(FileCall call)
    {
        call.Request.RefuseHeaders("x-ms-structured-body", "x-ms-range-get-content-crc64");
        using var file = OpenedFile.Open(call, forWriting: false);
        var length = file.Entry.Length;
        var range = ByteRange.OfRead(call.Request, length);
        var run = range ?? new ByteRange(0, length);
        var wantsMd5 = range is not null && call.Request.FlagHeader("x-ms-range-get-content-md5");
        if (wantsMd5 && run.Length > LongestMd5Range) throw StorageErrors.OutOfRangeInput("x-ms-range-get-content-md5");

        WriteHeaders(call, file, range is null ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent, wholeBody: range is null);
        var answer = call.Request.Answer;
        answer.ContentLength = run.Length;
        if (range is { } part) answer.Headers.ContentRange = $"bytes {part.Start}-{part.Last}/{length}";
        if (wantsMd5) answer.Headers.ContentMD5 = Convert.ToBase64String(Md5(file, run));
        await SendAsync(file, run, answer.Body, call.Request.Aborted).ConfigureAwait(false);
    }

    public static Task ListRangesAsync(FileCall call)
    {
        call.Request.RefuseHeaders("x-ms-file-support-rename");
        using var file = OpenedFile.Open(call, forWriting: false);
        var length = file.Entry.Length;
        var window = length == 0 ? new ByteRange(0, 0) : ByteRange.OfRead(call.Request, length) ?? new ByteRange(0, length);
        var ranges = SparseFile.DataRanges(file.Handle, window).ToArray();
        FileHeaders.Respond(call.Request, StatusCodes.Status200OK, file.Entry, file.Parent);
        call.Request.Answer.Headers["x-ms-content-length"] = length.ToString(CultureInfo.InvariantCulture);
        return XmlBodies.WriteAsync(call.Request.Context, writer =>
        {
            writer.WriteStartElement("Ranges");
            foreach (var range in ranges)
            {
                writer.WriteStartElement("Range");
                writer.WriteElementString("Start", range.Start.ToString(CultureInfo.InvariantCulture));
                writer.WriteElementString("End", range.Last.ToString(CultureInfo.InvariantCulture));
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
        });
    }

    private static long WriteHeaders(FileCall call, OpenedFile file, int status, bool wholeBody)
    {
        var (request, entry) = (call.Request, file.Entry);
        var description = call.Share.Descriptions.Read(call.Path, entry);
        FileHeaders.Respond(request, status, entry, file.Parent);
        FileHeaders.MarkRead(request);
        description.Headers.Write(request.Answer, wholeBody ? "Content-MD5" : "x-ms-content-md5");
        MetadataHeaders.Write(request.Answer, description.Metadata);
        var headers = request.Answer.Headers;
        headers.AcceptRanges = "bytes";
        headers["x-ms-type"] = "File";
        headers["x-ms-lease-status"] = "unlocked";
        headers["x-ms-lease-state"] = "available";
        foreach (var (name, value) in call.Grant.ResponseHeaders) headers[name] = value;
        return entry.Length;
    }

    private static async Task SendAsync(OpenedFile file, ByteRange run, Stream target, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (var (offset, left) = (run.Start, run.Length); left > 0;)
            {
                var chunk = buffer.AsMemory(0, (int)Math.Min(buffer.Length, left));
                var read = await RandomAccess.ReadAsync(file.Handle, chunk, offset, stop).ConfigureAwait(false);
                // A container shortened the file meanwhile: the answer ends short, and the client sees that it did.
                if (read == 0) throw new EndOfStreamException("The file became shorter while it was being read.");
                await target.WriteAsync(chunk[..read], stop).ConfigureAwait(false);
                (offset, left) = (offset + read, left - read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Md5(OpenedFile file, ByteRange run)
    {
        var bytes = new byte[run.Length];
        var read = RandomAccess.Read(file.Handle, bytes, run.Start);
        return Bodies.Md5(bytes.AsSpan(0, read));
    }
}
