using System.Globalization;
using System.Xml;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files.Operations;

/// <summary>Operations on the account's Files service itself.</summary>
internal static class FileServiceOperations
{
    /// <summary>What is switched on: nothing that has a switch is offered here.</summary>
    public static Task GetPropertiesAsync(FileCall call) => XmlBodies.WriteAsync(call.Request.Context, writer =>
    {
        writer.WriteStartElement("StorageServiceProperties");
        writer.WriteElementString("Cors", string.Empty);
        writer.WriteEndElement();
    });

    public static Task ListSharesAsync(FileCall call)
    {
        var request = call.Request;
        var prefix = request.Query("prefix") ?? string.Empty;
        var all = call.Store.Shares.Select(share => share.Document).Where(each => each.Name.StartsWith(prefix, StringComparison.Ordinal));
        var page = ListingPage.Of(request, all, document => document.Name);
        return XmlBodies.WriteAsync(request.Context, writer =>
        {
            ListingPage.WriteStart(request, writer, "Shares");
            foreach (var document in page.Items) Write(request, writer, document);
            ListingPage.WriteEnd(writer, page.NextMarker);
        });
    }

    private static void Write(StorageRequest request, XmlWriter writer, ShareDocument document)
    {
        writer.WriteStartElement("Share");
        writer.WriteElementString("Name", document.Name);
        writer.WriteStartElement("Properties");
        writer.WriteElementString("Last-Modified", HttpTime.Format(document.LastModified));
        writer.WriteElementString("Etag", document.ETag);
        writer.WriteElementString("Quota", document.QuotaGiB.ToString(CultureInfo.InvariantCulture));
        writer.WriteEndElement();
        if (request.Includes("metadata")) XmlBodies.WriteMetadata(writer, document.Metadata);
        writer.WriteEndElement();
    }
}
