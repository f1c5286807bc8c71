using System.Runtime.CompilerServices;
using System.Text.Json;
using Frankenetes.Clusters.Observation;

namespace Frankenetes.Clusters.Pods;

/// <summary>Lists pods page by page, in the server's order: by namespace and name.</summary>
internal static class PodList
{
    // The first page is small, so that something is to be seen at once.
    private const int FirstPage = 50;
    private const int Page = 500;

    /// <summary>The pages, PodList objects (core/v1); the caller disposes each.</summary>
    public static async IAsyncEnumerable<JsonDocument> ReadAsync(ApiServerClient client, PodQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = "";
        for (var limit = FirstPage; token is not null; limit = Page)
        {
            var page = await PageAsync(client, query, limit, token, cancellationToken).ConfigureAwait(false);
            token = page.RootElement.Member("metadata").Text("continue") is { Length: > 0 } next ? next : null;
            yield return page;
        }
    }

    // A snapshot that was compacted between two pages (410) comes with a token to go on from: some pods may have changed meanwhile, none is missed.
    private static async Task<JsonDocument> PageAsync(ApiServerClient client, PodQuery query, int limit, string token, CancellationToken cancellationToken)
    {
        var path = token.Length == 0 ? query.Path($"limit={limit}") : query.Path($"limit={limit}&continue={Uri.EscapeDataString(token)}");
        try
        {
            return await client.SendAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiServerRefusal expired) when (expired is { Status: 410, Continue.Length: > 0 })
        {
            return await client.SendAsync(HttpMethod.Get, query.Path($"limit={limit}&continue={Uri.EscapeDataString(expired.Continue)}"), null, cancellationToken).ConfigureAwait(false);
        }
    }
}
