using Frankenetes.LocalAzure.Storage.Leases;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>What all writes of blobs share: who may, on what conditions, and the stamp that a change leaves.</summary>
internal static class BlobWrite
{
    // Headers that would change what a write means: better refused than passed over.
    private static readonly string[] Refused =
    [
        "x-ms-if-tags", "x-ms-tags", "x-ms-encryption-key", "x-ms-encryption-scope", "x-ms-structured-body", "x-ms-content-crc64",
        "x-ms-immutability-policy-until-date", "x-ms-legal-hold",
    ];

    /// <summary>True when a write ended before anything was committed, so that what it received can go. After any other failure the record may
    /// be on disk already: the next start finds out and sweeps what is not used.</summary>
    public static bool IsRefusal(Exception exception) => exception is StorageException or OperationCanceledException;

    /// <summary>Refuses headers that are not served.</summary>
    public static void RefuseUnknown(StorageRequest request) => request.RefuseHeaders(Refused);

    /// <summary>Lets a write pass that sets a blob's whole content, new or not.</summary>
    /// <returns>The lease that stays on it.</returns>
    public static Lease? DemandForCreate(BlobCall call, BlobRecord? before)
    {
        // A SAS that may create but not write cannot overwrite.
        if (before is not null) call.Grant.Demand("w");
        Preconditions.DemandForCreate(call.Request, before?.ETag, before?.LastModified);
        return LeaseGuard.DemandForWrite(call.Request, before?.Lease, LeaseGuard.Blob);
    }

    /// <summary>Lets a change of an existing blob pass.</summary>
    /// <returns>The lease that stays on it.</returns>
    public static Lease? DemandForChange(BlobCall call, BlobRecord record)
    {
        Preconditions.DemandForChange(call.Request, record.ETag, record.LastModified);
        return LeaseGuard.DemandForWrite(call.Request, record.Lease, LeaseGuard.Blob);
    }

    /// <summary>A record of content that takes the place of what was there.</summary>
    public static BlobRecord NewRecord(BlobCall call, BlobRecord? before, BlobType type, Lease? lease) => new()
    {
        Name = call.BlobName,
        Type = type,
        ETag = EntityTag.New(),
        CreatedAt = before?.CreatedAt ?? HttpTime.WholeSeconds(call.Request.Now),
        LastModified = HttpTime.WholeSeconds(call.Request.Now),
        ContentAt = call.Request.Now,
        Length = 0,
        Lease = lease,
    };

    /// <summary>The record after a change: a new tag, a new time.</summary>
    public static BlobRecord Stamp(BlobCall call, BlobRecord record) =>
        record with { ETag = EntityTag.New(), LastModified = HttpTime.WholeSeconds(call.Request.Now) };

    /// <summary>Answers a write.</summary>
    public static void Respond(BlobCall call, int status, BlobRecord record)
    {
        call.Request.Respond(status, record.ETag, record.LastModified);
        call.Request.Answer.Headers["x-ms-request-server-encrypted"] = "true";
    }

    /// <summary>Refuses names that Azure refuses.</summary>
    public static void DemandName(string blobName)
    {
        if (blobName.Length > 1024) throw StorageErrors.InvalidResourceName();
    }

    /// <summary>Content headers of a write: <c>x-ms-blob-*</c>, or the request's own where those are absent.</summary>
    public static ContentHeaders Headers(StorageRequest request)
    {
        var headers = ContentHeaders.Read(request, "x-ms-blob-");
        return headers with
        {
            ContentType = headers.ContentType ?? HeaderText.Plain(request, "Content-Type"),
            ContentEncoding = headers.ContentEncoding ?? HeaderText.Plain(request, "Content-Encoding"),
            ContentLanguage = headers.ContentLanguage ?? HeaderText.Plain(request, "Content-Language"),
            CacheControl = headers.CacheControl ?? HeaderText.Plain(request, "Cache-Control"),
        };
    }
}
