using System.Text;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Authorization;

/// <summary>The SharedKey scheme (learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key), of versions since 2015-02-21.</summary>
internal static class SharedKey
{
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(15);

    private static readonly string[] SignedHeaders =
    [
        "Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type", "Date",
        "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range",
    ];

    /// <summary>Verifies <c>{account}:{signature}</c> and the request's date.</summary>
    public static void Verify(StorageRequest request, string credential)
    {
        var colon = credential.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) throw StorageErrors.InvalidAuthenticationInfo("Authentication information is not given in the correct format. Check the value of Authorization header.");
        if (credential[..colon] != request.Account.Name) throw StorageErrors.AuthenticationFailed("The Authorization header names another account.");
        DemandRecentDate(request);
        var signature = credential[(colon + 1)..];
        // Clients agree on the order of header names but where an underscore meets a letter or digit: either order is a true signature.
        if (HeaderOrders.All.Any(order => Hmac.Verify(request.Account, StringToSign(request, order), signature))) return;
        throw StorageErrors.AuthenticationFailed("The MAC signature found in the HTTP request is not the same as any computed signature.");
    }

    private static void DemandRecentDate(StorageRequest request)
    {
        var text = request.Header("x-ms-date") ?? request.Header("Date") ?? throw StorageErrors.AuthenticationFailed("The request has neither x-ms-date nor Date.");
        if (!HttpTime.TryParse(text, out var date)) throw StorageErrors.InvalidHeader("x-ms-date");
        if ((request.Now - date).Duration() > AllowedSkew) throw StorageErrors.AuthenticationFailed($"Request date header too old or in the future: {HttpTime.Format(date)}.");
    }

    private static string StringToSign(StorageRequest request, IComparer<string> headerOrder)
    {
        var text = new StringBuilder(request.Http.Method).Append('\n');
        foreach (var name in SignedHeaders) text.Append(SignedValue(request, name)).Append('\n');
        AppendServiceHeaders(text, request, headerOrder);
        AppendResource(text, request);
        return text.ToString();
    }

    private static string SignedValue(StorageRequest request, string name)
    {
        var value = request.Header(name) ?? string.Empty;
        if (name == "Content-Length" && value == "0") return string.Empty;
        return name == "Date" && request.Header("x-ms-date") is not null ? string.Empty : value;
    }

    private static void AppendServiceHeaders(StringBuilder text, StorageRequest request, IComparer<string> order)
    {
        var headers = request.Http.Headers
            .Where(header => header.Key.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            .Select(header => (Name: header.Key.ToLowerInvariant(), Value: header.Value.ToString()));
        foreach (var (name, value) in headers.OrderBy(header => header.Name, order)) text.Append(name).Append(':').Append(value.Trim()).Append('\n');
    }

    // Path style signs the account twice, for the raw path begins with it; no special case is needed.
    private static void AppendResource(StringBuilder text, StorageRequest request)
    {
        text.Append('/').Append(request.Account.Name).Append(request.Target.RawPath);
        foreach (var (name, values) in request.Http.Query.OrderBy(pair => pair.Key.ToLowerInvariant(), StringComparer.Ordinal))
        {
            text.Append('\n').Append(name.ToLowerInvariant()).Append(':').AppendJoin(',', values.Order(StringComparer.Ordinal));
        }
    }
}
