namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>The HTTP headers that a blob or file keeps for its readers. Null means: not set.</summary>
internal sealed record ContentHeaders(
    string? ContentType = null,
    string? ContentEncoding = null,
    string? ContentLanguage = null,
    string? ContentDisposition = null,
    string? CacheControl = null,
    string? ContentMd5 = null)
{
    /// <summary>What Azure answers for content without a type.</summary>
    public const string DefaultType = "application/octet-stream";

    /// <summary>Reads <c>x-ms-blob-content-*</c> (prefix <c>x-ms-blob-</c>) or <c>x-ms-content-*</c> (prefix <c>x-ms-</c>).</summary>
    public static ContentHeaders Read(StorageRequest request, string prefix) => new(
        HeaderText.Plain(request, prefix + "content-type"),
        HeaderText.Plain(request, prefix + "content-encoding"),
        HeaderText.Plain(request, prefix + "content-language"),
        HeaderText.Plain(request, prefix + "content-disposition"),
        HeaderText.Plain(request, prefix + "cache-control"),
        Md5(request, prefix + "content-md5"));

    /// <summary>Puts them into the answer; <paramref name="md5Header"/> differs where Content-MD5 would mean the body sent.</summary>
    public void Write(HttpResponse answer, string md5Header = "Content-MD5")
    {
        answer.ContentType = ContentType ?? DefaultType;
        Set(answer, "Content-Encoding", ContentEncoding);
        Set(answer, "Content-Language", ContentLanguage);
        Set(answer, "Content-Disposition", ContentDisposition);
        Set(answer, "Cache-Control", CacheControl);
        Set(answer, md5Header, ContentMd5);
    }

    private static void Set(HttpResponse answer, string name, string? value)
    {
        if (value is not null) answer.Headers[name] = value;
    }

    private static string? Md5(StorageRequest request, string name)
    {
        if (request.Header(name) is not { } text) return null;
        var buffer = new byte[16];
        return text.Length == 24 && Convert.TryFromBase64String(text, buffer, out var written) && written == 16 ? text : throw StorageErrors.InvalidMd5();
    }
}
