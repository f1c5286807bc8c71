using System.Globalization;
using Frankenetes.LocalAzure.Storage.Leases;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>What the answer to a read tells of a blob.</summary>
internal static class BlobHeaders
{
    /// <summary>Writes every header but the length, which depends on the range.</summary>
    /// <param name="call">The call.</param>
    /// <param name="record">The blob.</param>
    /// <param name="wholeBody">False for a range: Content-MD5 is then the range's, and the blob's goes under another name.</param>
    public static void Write(BlobCall call, BlobRecord record, bool wholeBody)
    {
        var answer = call.Request.Answer;
        record.Headers.Write(answer, wholeBody ? "Content-MD5" : "x-ms-blob-content-md5");
        MetadataHeaders.Write(answer, record.Metadata);
        LeaseHeaders.Write(answer, record.Lease, call.Request.Now);
        var headers = answer.Headers;
        headers.AcceptRanges = "bytes";
        headers["x-ms-blob-type"] = record.Type.ToString();
        headers["x-ms-creation-time"] = HttpTime.Format(record.CreatedAt);
        headers["x-ms-server-encrypted"] = "true";
        WriteAppend(headers, record);
        WriteCopy(headers, record.Copy);
        foreach (var (name, value) in call.Grant.ResponseHeaders) headers[name] = value;
    }

    private static void WriteAppend(IHeaderDictionary headers, BlobRecord record)
    {
        if (record.Type != BlobType.AppendBlob) return;
        headers["x-ms-blob-committed-block-count"] = record.CommittedBlockCount.ToString(CultureInfo.InvariantCulture);
        if (record.IsSealed) headers["x-ms-blob-sealed"] = "true";
    }

    private static void WriteCopy(IHeaderDictionary headers, CopyOrigin? copy)
    {
        if (copy is null) return;
        headers["x-ms-copy-id"] = copy.Id;
        headers["x-ms-copy-source"] = copy.Source;
        headers["x-ms-copy-status"] = "success";
        headers["x-ms-copy-completion-time"] = HttpTime.Format(copy.CompletedAt);
    }
}
