using System.Globalization;

namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>One request to a storage service, with its account and names taken apart.</summary>
internal sealed class StorageRequest(HttpContext context, StorageAccount account, RequestTarget target, TimeProvider time)
{
    public HttpContext Context { get; } = context;

    public HttpRequest Http => Context.Request;

    public HttpResponse Answer => Context.Response;

    public StorageAccount Account { get; } = account;

    public RequestTarget Target { get; } = target;

    public DateTimeOffset Now => time.GetUtcNow();

    public CancellationToken Aborted => Context.RequestAborted;

    public bool IsHead => HttpMethods.IsHead(Http.Method);

    /// <summary>The decoded value of a query parameter; null when it is absent.</summary>
    public string? Query(string name) => Http.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>The value of a header; null when it is absent or empty.</summary>
    public string? Header(string name) => Http.Headers.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } value ? value : null;

    /// <summary>A header that must be there.</summary>
    public string RequiredHeader(string name) => Header(name) ?? throw StorageErrors.MissingHeader(name);

    /// <summary>A header's whole number; null when it is absent.</summary>
    public long? NumberHeader(string name) => Header(name) is not { } text
        ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw StorageErrors.InvalidHeader(name);

    /// <summary>True when a header says <c>true</c>.</summary>
    public bool FlagHeader(string name) => string.Equals(Header(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The values of the comma-separated <c>include</c> parameter.</summary>
    public bool Includes(string what) => (Query("include") ?? string.Empty).Split(',').Contains(what, StringComparer.OrdinalIgnoreCase);

    /// <summary>How many entries a page of a listing may have: <c>maxresults</c>, 5000 at most and by default.</summary>
    public int PageSize()
    {
        if (Query("maxresults") is not { } text) return 5000;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)) throw StorageErrors.InvalidQuery("maxresults");
        return size == 0 ? throw StorageErrors.OutOfRangeQuery("maxresults") : Math.Min(size, 5000);
    }

    /// <summary>Refuses headers that would change what a request means and are not served here.</summary>
    public void RefuseHeaders(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Header(name) is not null) throw StorageErrors.NotImplemented(name);
        }
    }

    /// <summary>Sets the answer's status, entity tag and time of last change.</summary>
    public void Respond(int status, string? etag = null, DateTimeOffset? lastModified = null)
    {
        Answer.StatusCode = status;
        if (etag is not null) Answer.Headers.ETag = etag;
        if (lastModified is { } at) Answer.Headers.LastModified = HttpTime.Format(at);
    }
}
