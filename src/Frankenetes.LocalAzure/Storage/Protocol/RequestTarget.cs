using Microsoft.AspNetCore.Http.Features;

namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>The path of a request as it was sent, and the two names in it: the container or share, and what lies below.</summary>
/// <param name="RawPath">The path still percent-encoded, which is what clients sign.</param>
/// <param name="First">The decoded container or share; empty for the account itself.</param>
/// <param name="Rest">The decoded blob name, or path in the share; empty for none.</param>
internal sealed record RequestTarget(string RawPath, string First, string Rest)
{
    /// <summary>Reads the target of a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">The decoded path below the account; it tells whether the account is part of the raw path.</param>
    public static RequestTarget Read(HttpContext context, string path)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (Uri.TryCreate(raw, UriKind.Absolute, out var absolute) && raw[0] != '/') raw = absolute.PathAndQuery;
        var query = raw.IndexOf('?', StringComparison.Ordinal);
        var rawPath = query < 0 ? raw : raw[..query];

        var below = rawPath.TrimStart('/');
        // Names are split off the raw path, because only there a slash within a name (%2F) differs from one between names.
        if (Decode(below) != Decode(path.TrimStart('/'))) below = After(below);
        var slash = below.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? new RequestTarget(rawPath, Uri.UnescapeDataString(below), string.Empty)
            : new RequestTarget(rawPath, Uri.UnescapeDataString(below[..slash]), Uri.UnescapeDataString(below[(slash + 1)..]));
    }

    private static string After(string below)
    {
        var slash = below.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? string.Empty : below[(slash + 1)..];
    }

    // The hosting leaves %2F encoded; decoding until nothing changes makes both forms comparable.
    private static string Decode(string text)
    {
        for (var decoded = Uri.UnescapeDataString(text); decoded != text; decoded = Uri.UnescapeDataString(text)) text = decoded;
        return text;
    }
}
