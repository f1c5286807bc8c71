using System.Globalization;
using Frankenetes.LocalAzure.Storage.Files.Disk;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files;

/// <summary>What answers tell of a file or folder.</summary>
internal static class FileHeaders
{
    /// <summary>Every file has the same permissions here, so one key stands for them.</summary>
    public const string PermissionKey = "1*1";

    /// <summary>Sets status, tag and time, and the <c>x-ms-file-*</c> headers.</summary>
    public static void Respond(StorageRequest request, int status, Entry entry, Entry parent)
    {
        request.Respond(status, entry.ETag, entry.WrittenAt);
        var headers = request.Answer.Headers;
        headers["x-ms-file-creation-time"] = Time(entry.CreatedAt);
        headers["x-ms-file-last-write-time"] = Time(entry.WrittenAt);
        headers["x-ms-file-change-time"] = Time(entry.ChangedAt);
        headers["x-ms-file-attributes"] = Attributes(entry);
        headers["x-ms-file-permission-key"] = PermissionKey;
        headers["x-ms-file-id"] = Id(entry);
        headers["x-ms-file-parent-id"] = Id(parent);
    }

    /// <summary>Says that what was sent is encrypted at rest, in Azure's words for a write.</summary>
    public static void MarkWrite(StorageRequest request) => request.Answer.Headers["x-ms-request-server-encrypted"] = "true";

    /// <summary>Says so in Azure's words for a read.</summary>
    public static void MarkRead(StorageRequest request) => request.Answer.Headers["x-ms-server-encrypted"] = "true";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    public static string Attributes(Entry entry) => entry.Kind == EntryKind.Directory ? "Directory" : "Archive";

    public static string Id(Entry entry) => entry.Inode.ToString(CultureInfo.InvariantCulture);
}
