using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;

namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>What ARM asks of every request: a path without empty segments, an api-version, a body of bearable size.</summary>
internal static partial class RequestRules
{
    private const long MaxBodyBytes = 4 * 1024 * 1024;

    public static Task Apply(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path.Contains("//", StringComparison.Ordinal))
            context.Request.Path = RepeatedSlashes().Replace(path, "/");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBodyBytes;
        if (NeedsApiVersion(context.Request.Path))
            CheckApiVersion(context.Request.Query["api-version"].ToString());
        return next(context);
    }

    private static bool NeedsApiVersion(PathString path) =>
        path.StartsWithSegments("/subscriptions", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/tenants", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/providers", StringComparison.OrdinalIgnoreCase);

    /// <summary>Any well-formed version is served: each client brings its own, and a fixed list would break the next.</summary>
    private static void CheckApiVersion(string version)
    {
        if (version.Length == 0)
            throw ArmErrors.MissingApiVersion();
        if (!ApiVersion().IsMatch(version))
            throw ArmErrors.InvalidApiVersion(version);
    }

    [GeneratedRegex("/{2,}")]
    private static partial Regex RepeatedSlashes();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}(-[a-zA-Z]+)?\z")]
    private static partial Regex ApiVersion();
}
