using System.Globalization;

namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>A page of a list, with an absolute link to the next one where there is more.</summary>
internal static class ArmList
{
    public static IResult Page<T>(HttpContext context, IEnumerable<T> items)
    {
        var all = items.ToList();
        var skip = int.TryParse(context.Request.Query["$skiptoken"], NumberStyles.None, CultureInfo.InvariantCulture, out var s) ? s : 0;
        var top = int.TryParse(context.Request.Query["$top"], NumberStyles.None, CultureInfo.InvariantCulture, out var t) && t > 0 ? t : int.MaxValue;
        var page = all.Skip(skip).Take(top).ToList();
        var next = skip + page.Count < all.Count ? NextLink(context, skip + page.Count) : null;
        return Results.Json(new { value = page, nextLink = next }, ArmJson.Options);
    }

    private static string NextLink(HttpContext context, int skip)
    {
        var query = context.Request.Query.Where(q => q.Key != "$skiptoken").SelectMany(q => q.Value, (q, v) => $"{q.Key}={Uri.EscapeDataString(v ?? "")}");
        return $"https://{context.Request.Host}{context.Request.Path.ToUriComponent()}?{string.Join('&', query)}&$skiptoken={skip}";
    }
}
