using System.Globalization;
using System.Xml;
using Frankenetes.LocalAzure.Storage.Files.Disk;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files.Operations;

/// <summary>List Directories and Files: what is on disk now, whoever put it there.</summary>
internal static class ListDirectory
{
    public static Task RunAsync(FileCall call)
    {
        var (request, path) = (call.Request, call.Path);
        var prefix = request.Query("prefix") ?? string.Empty;
        using var directory = path.TryOpen(call.Share.ContentDirectory) ?? throw StorageErrors.ResourceNotFound();
        var entries = directory.Entries().Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal));
        var page = ListingPage.Of(request, entries, entry => entry.Name);
        request.Respond(StatusCodes.Status200OK);
        return XmlBodies.WriteAsync(request.Context, writer =>
        {
            ListingPage.WriteStart(request, writer, "Entries", ("ShareName", call.ShareName), ("DirectoryPath", path.Text));
            foreach (var entry in page.Items) Write(request, writer, entry);
            ListingPage.WriteEnd(writer, page.NextMarker);
        });
    }

    private static void Write(StorageRequest request, XmlWriter writer, Entry entry)
    {
        writer.WriteStartElement(entry.Kind == EntryKind.Directory ? "Directory" : "File");
        if (request.FlagHeader("x-ms-file-extended-info")) writer.WriteElementString("FileId", FileHeaders.Id(entry));
        XmlBodies.WriteName(writer, "Name", entry.Name);
        writer.WriteStartElement("Properties");
        if (entry.Kind == EntryKind.File) writer.WriteElementString("Content-Length", entry.Length.ToString(CultureInfo.InvariantCulture));
        if (request.Includes("Timestamps")) WriteTimes(writer, entry);
        if (request.Includes("Etag")) writer.WriteElementString("Etag", entry.ETag);
        writer.WriteEndElement();
        if (request.Includes("Attributes")) writer.WriteElementString("Attributes", FileHeaders.Attributes(entry));
        if (request.Includes("PermissionKey")) writer.WriteElementString("PermissionKey", FileHeaders.PermissionKey);
        writer.WriteEndElement();
    }

    private static void WriteTimes(XmlWriter writer, Entry entry)
    {
        writer.WriteElementString("CreationTime", FileHeaders.Time(entry.CreatedAt));
        writer.WriteElementString("LastWriteTime", FileHeaders.Time(entry.WrittenAt));
        writer.WriteElementString("ChangeTime", FileHeaders.Time(entry.ChangedAt));
        writer.WriteElementString("Last-Modified", HttpTime.Format(entry.WrittenAt));
    }
}
