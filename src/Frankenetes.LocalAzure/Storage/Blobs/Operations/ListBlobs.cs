using System.Globalization;
using System.Xml;
using Frankenetes.LocalAzure.Storage.Leases;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>List Blobs, flat or by a delimiter.</summary>
internal static class ListBlobs
{
    public static Task RunAsync(BlobCall call)
    {
        var request = call.Request;
        var prefix = request.Query("prefix") ?? string.Empty;
        var delimiter = request.Query("delimiter") ?? string.Empty;
        var records = call.Container.Records.Where(record => record.Name.StartsWith(prefix, StringComparison.Ordinal));
        var page = ListingPage.Of(request, Entries(records, prefix, delimiter), entry => entry.Name);
        request.Respond(StatusCodes.Status200OK);
        return XmlBodies.WriteAsync(request.Context, writer =>
        {
            ListingPage.WriteStart(request, writer, "Blobs", ("ContainerName", call.ContainerName));
            foreach (var (name, record) in page.Items) Write(request, writer, name, record);
            ListingPage.WriteEnd(writer, page.NextMarker);
        });
    }

    // With a delimiter, all names that go on after it stand as one entry, their common prefix.
    private static IEnumerable<(string Name, BlobRecord? Record)> Entries(IEnumerable<BlobRecord> records, string prefix, string delimiter)
    {
        if (delimiter.Length == 0) return records.Select(record => (record.Name, (BlobRecord?)record));
        return records.Select(record => Entry(record, prefix, delimiter)).DistinctBy(entry => (entry.Name, entry.Record is null));
    }

    private static (string Name, BlobRecord? Record) Entry(BlobRecord record, string prefix, string delimiter)
    {
        var at = record.Name.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return at < 0 ? (record.Name, record) : (record.Name[..(at + delimiter.Length)], null);
    }

    private static void Write(StorageRequest request, XmlWriter writer, string name, BlobRecord? record)
    {
        writer.WriteStartElement(record is null ? "BlobPrefix" : "Blob");
        XmlBodies.WriteName(writer, "Name", name);
        if (record is not null)
        {
            WriteProperties(request, writer, record);
            if (request.Includes("metadata")) XmlBodies.WriteMetadata(writer, record.Metadata);
        }

        writer.WriteEndElement();
    }

    private static void WriteProperties(StorageRequest request, XmlWriter writer, BlobRecord record)
    {
        var (status, state, duration) = LeaseHeaders.Describe(record.Lease, request.Now);
        writer.WriteStartElement("Properties");
        writer.WriteElementString("Creation-Time", HttpTime.Format(record.CreatedAt));
        writer.WriteElementString("Last-Modified", HttpTime.Format(record.LastModified));
        writer.WriteElementString("Etag", record.ETag.Trim('"'));
        writer.WriteElementString("Content-Length", record.Length.ToString(CultureInfo.InvariantCulture));
        WriteContentHeaders(writer, record.Headers);
        writer.WriteElementString("BlobType", record.Type.ToString());
        writer.WriteElementString("LeaseStatus", status);
        writer.WriteElementString("LeaseState", state);
        XmlBodies.WriteOptional(writer, "LeaseDuration", duration);
        writer.WriteElementString("ServerEncrypted", "true");
        if (record.IsSealed) writer.WriteElementString("Sealed", "true");
        if (record.Copy is { } copy && request.Includes("copy")) WriteCopy(writer, copy);
        writer.WriteEndElement();
    }

    private static void WriteContentHeaders(XmlWriter writer, ContentHeaders headers)
    {
        writer.WriteElementString("Content-Type", headers.ContentType ?? ContentHeaders.DefaultType);
        XmlBodies.WriteOptional(writer, "Content-Encoding", headers.ContentEncoding);
        XmlBodies.WriteOptional(writer, "Content-Language", headers.ContentLanguage);
        XmlBodies.WriteOptional(writer, "Content-MD5", headers.ContentMd5);
        XmlBodies.WriteOptional(writer, "Content-Disposition", headers.ContentDisposition);
        XmlBodies.WriteOptional(writer, "Cache-Control", headers.CacheControl);
    }

    private static void WriteCopy(XmlWriter writer, CopyOrigin copy)
    {
        writer.WriteElementString("CopyId", copy.Id);
        writer.WriteElementString("CopyStatus", "success");
        writer.WriteElementString("CopySource", copy.Source);
        writer.WriteElementString("CopyCompletionTime", HttpTime.Format(copy.CompletedAt));
    }
}
