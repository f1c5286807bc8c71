using System.Globalization;
using Frankenetes.LocalAzure.Storage.Authorization;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files.Operations;

/// <summary>Operations on a share.</summary>
internal static class ShareOperations
{
    private const int LargestQuotaGiB = 102_400;

    public static async Task CreateAsync(FileCall call)
    {
        var request = call.Request;
        if (!ShareName.IsValid(call.ShareName)) throw StorageErrors.InvalidResourceName();
        var document = Stamp(request, new ShareDocument
        {
            Name = call.ShareName,
            ETag = "",
            LastModified = default,
            QuotaGiB = Quota(request) ?? ShareDocument.DefaultQuotaGiB,
            Metadata = MetadataHeaders.Read(request),
        });
        using (await call.Store.LockAsync(call.ShareName, request.Aborted).ConfigureAwait(false))
        {
            if (call.Store.TryGet(call.ShareName, out _)) throw StorageErrors.ShareAlreadyExists();
            call.Store.Create(document);
        }

        request.Respond(StatusCodes.Status201Created, document.ETag, document.LastModified);
    }

    public static async Task DeleteAsync(FileCall call)
    {
        using (await call.Store.LockAsync(call.ShareName, call.Request.Aborted).ConfigureAwait(false)) call.Store.Remove(call.Share);
        call.Request.Respond(StatusCodes.Status202Accepted);
    }

    public static Task GetPropertiesAsync(FileCall call)
    {
        var document = call.Share.Document;
        call.Request.Respond(StatusCodes.Status200OK, document.ETag, document.LastModified);
        MetadataHeaders.Write(call.Request.Answer, document.Metadata);
        var headers = call.Request.Answer.Headers;
        headers["x-ms-share-quota"] = document.QuotaGiB.ToString(CultureInfo.InvariantCulture);
        headers["x-ms-enabled-protocols"] = "SMB";
        headers["x-ms-lease-status"] = "unlocked";
        headers["x-ms-lease-state"] = "available";
        return Task.CompletedTask;
    }

    public static Task SetMetadataAsync(FileCall call)
    {
        var metadata = MetadataHeaders.Read(call.Request);
        return ChangeAsync(call, document => document with { Metadata = metadata });
    }

    public static Task SetPropertiesAsync(FileCall call)
    {
        var quota = Quota(call.Request);
        return ChangeAsync(call, document => document with { QuotaGiB = quota ?? document.QuotaGiB });
    }

    public static Task GetAccessPolicyAsync(FileCall call)
    {
        var document = call.Share.Document;
        call.Request.Respond(StatusCodes.Status200OK, document.ETag, document.LastModified);
        return StoredAccessPolicyXml.WriteAsync(call.Request.Context, document.Policies);
    }

    public static async Task SetAccessPolicyAsync(FileCall call)
    {
        var policies = await StoredAccessPolicyXml.ReadAsync(call.Request).ConfigureAwait(false);
        await ChangeAsync(call, document => document with { Policies = policies }).ConfigureAwait(false);
    }

    public static Task GetStatisticsAsync(FileCall call)
    {
        var share = call.Share;
        call.Request.Respond(StatusCodes.Status200OK, share.Document.ETag, share.Document.LastModified);
        return XmlBodies.WriteAsync(call.Request.Context, writer =>
        {
            writer.WriteStartElement("ShareStats");
            writer.WriteElementString("ShareUsageBytes", UsedBytes(share).ToString(CultureInfo.InvariantCulture));
            writer.WriteEndElement();
        });
    }

    private static async Task ChangeAsync(FileCall call, Func<ShareDocument, ShareDocument> change)
    {
        using (await call.Store.LockAsync(call.ShareName, call.Request.Aborted).ConfigureAwait(false))
        {
            var share = call.Share;
            var document = Stamp(call.Request, change(share.Document));
            share.Save(document);
            call.Request.Respond(StatusCodes.Status200OK, document.ETag, document.LastModified);
        }
    }

    private static long UsedBytes(Share share)
    {
        // Links are counted as nothing and not followed.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        return new DirectoryInfo(share.ContentDirectory).EnumerateFiles("*", options).Sum(file => file.Length);
    }

    private static int? Quota(StorageRequest request) => request.NumberHeader("x-ms-share-quota") switch
    {
        null => null,
        var number and >= 1 and <= LargestQuotaGiB => (int)number,
        _ => throw StorageErrors.InvalidHeader("x-ms-share-quota"),
    };

    private static ShareDocument Stamp(StorageRequest request, ShareDocument document) =>
        document with { ETag = EntityTag.New(), LastModified = HttpTime.WholeSeconds(request.Now) };
}
