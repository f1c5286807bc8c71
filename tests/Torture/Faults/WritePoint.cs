using Microsoft.AspNetCore.Http;

namespace Frankenetes.Torture.Faults;

/// <summary>A write request of the keeper's at which something happens.</summary>
/// <param name="Kind">As <see cref="KindOf"/> names it.</param>
/// <param name="Executed">Storage has carried it out, and the keeper does not know; false = storage has not had it.</param>
/// <param name="Skip">How many of its kind are let pass first.</param>
internal sealed record WritePoint(string Kind, bool Executed, int Skip)
{
    /// <summary>Method, folder and, where there is one, `comp`: `PUT log appendblock`; null = it is no write of the keeper's.</summary>
    public static string? KindOf(HttpRequest request)
    {
        // The test's own requests do not come over TLS.
        if (!request.IsHttps || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return null;
        var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var folder = parts[1].StartsWith("control-", StringComparison.Ordinal) ? "acknowledgement" : parts[2];
        return $"{request.Method} {folder} {request.Query["comp"]}".TrimEnd();
    }
}
