using System.Xml;
using Frankenetes.LocalAzure.Storage.Leases;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>Operations on the account's Blob service itself.</summary>
internal static class ServiceOperations
{
    public static Task GetAccountInformationAsync(BlobCall call)
    {
        call.Request.Respond(StatusCodes.Status200OK);
        call.Request.Answer.Headers["x-ms-sku-name"] = call.Request.Account.Sku;
        call.Request.Answer.Headers["x-ms-account-kind"] = call.Request.Account.Kind;
        call.Request.Answer.Headers["x-ms-is-hns-enabled"] = "false";
        return Task.CompletedTask;
    }

    /// <summary>What is switched on: nothing that has a switch is offered here.</summary>
    public static Task GetPropertiesAsync(BlobCall call) => XmlBodies.WriteAsync(call.Request.Context, writer =>
    {
        writer.WriteStartElement("StorageServiceProperties");
        writer.WriteElementString("Cors", string.Empty);
        writer.WriteStartElement("DeleteRetentionPolicy");
        writer.WriteElementString("Enabled", "false");
        writer.WriteEndElement();
        writer.WriteEndElement();
    });

    public static Task ListContainersAsync(BlobCall call)
    {
        var request = call.Request;
        var prefix = request.Query("prefix") ?? string.Empty;
        var all = call.Store.Containers.Select(container => container.Document).Where(each => each.Name.StartsWith(prefix, StringComparison.Ordinal));
        var page = ListingPage.Of(request, all, document => document.Name);
        return XmlBodies.WriteAsync(request.Context, writer =>
        {
            ListingPage.WriteStart(request, writer, "Containers");
            foreach (var document in page.Items) Write(request, writer, document);
            ListingPage.WriteEnd(writer, page.NextMarker);
        });
    }

    private static void Write(StorageRequest request, XmlWriter writer, ContainerDocument document)
    {
        var (status, state, duration) = LeaseHeaders.Describe(document.Lease, request.Now);
        writer.WriteStartElement("Container");
        writer.WriteElementString("Name", document.Name);
        writer.WriteStartElement("Properties");
        writer.WriteElementString("Last-Modified", HttpTime.Format(document.LastModified));
        writer.WriteElementString("Etag", document.ETag);
        writer.WriteElementString("LeaseStatus", status);
        writer.WriteElementString("LeaseState", state);
        XmlBodies.WriteOptional(writer, "LeaseDuration", duration);
        writer.WriteElementString("HasImmutabilityPolicy", "false");
        writer.WriteElementString("HasLegalHold", "false");
        writer.WriteEndElement();
        if (request.Includes("metadata")) XmlBodies.WriteMetadata(writer, document.Metadata);
        writer.WriteEndElement();
    }
}
