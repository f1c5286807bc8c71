using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files.Operations;

/// <summary>Set File Metadata and Set File Properties.</summary>
internal static class FileProperties
{
    public static Task SetMetadataAsync(FileCall call)
    {
        using var file = OpenedFile.Open(call, forWriting: false);
        var headers = call.Share.Descriptions.Read(call.Path, file.Entry).Headers;
        call.Share.Descriptions.Write(call.Path, file.Entry, headers, MetadataHeaders.Read(call.Request));
        return AnswerAsync(call, file);
    }

    /// <summary>Resizes where <c>x-ms-content-length</c> is given, and replaces all content headers.</summary>
    public static Task SetPropertiesAsync(FileCall call)
    {
        var length = call.Request.NumberHeader("x-ms-content-length");
        if (length < 0) throw StorageErrors.InvalidHeader("x-ms-content-length");
        using var file = OpenedFile.Open(call, forWriting: length is not null);
        if (length is { } bytes) RandomAccess.SetLength(file.Handle, bytes);
        var description = call.Share.Descriptions.Read(call.Path, file.Entry);
        call.Share.Descriptions.Write(call.Path, file.Entry, ContentHeaders.Read(call.Request, "x-ms-"), description.Metadata);
        return AnswerAsync(call, file);
    }

    private static Task AnswerAsync(FileCall call, OpenedFile file)
    {
        file.Touch(call.Request.Now);
        FileHeaders.Respond(call.Request, StatusCodes.Status200OK, file.Entry, file.Parent);
        FileHeaders.MarkWrite(call.Request);
        return Task.CompletedTask;
    }
}
