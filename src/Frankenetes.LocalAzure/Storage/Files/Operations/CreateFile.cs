using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files.Operations;

/// <summary>Create File: a file of a given length, all zeros; its bytes come by Put Range.</summary>
internal static class CreateFile
{
    private const long LargestBytes = 4L * 1024 * 1024 * 1024 * 1024;

    public static Task RunAsync(FileCall call)
    {
        var request = call.Request;
        request.RefuseHeaders("x-ms-copy-source", "x-ms-structured-body");
        if (!string.Equals(request.RequiredHeader("x-ms-type"), "file", StringComparison.OrdinalIgnoreCase)) throw StorageErrors.InvalidHeader("x-ms-type");
        if (request.Http.ContentLength is > 0) throw StorageErrors.NotImplemented("content in the request that creates a file");
        var length = request.NumberHeader("x-ms-content-length") ?? throw StorageErrors.MissingHeader("x-ms-content-length");
        if (length is < 0 or > LargestBytes) throw StorageErrors.InvalidHeader("x-ms-content-length");
        var (headers, metadata) = (ContentHeaders.Read(request, "x-ms-"), MetadataHeaders.Read(request));

        using var file = OpenedFile.Create(call);
        RandomAccess.SetLength(file.Handle, length);
        file.Touch(request.Now);
        call.Share.Descriptions.Write(call.Path, file.Entry, headers, metadata);
        FileHeaders.Respond(request, StatusCodes.Status201Created, file.Entry, file.Parent);
        FileHeaders.MarkWrite(request);
        return Task.CompletedTask;
    }
}
