using Microsoft.AspNetCore.Http;

namespace Frankenetes.VirtualKubelet.KubeletApi.Sessions;

/// <summary>Switches of a query: the API server writes <c>1</c>, people <c>true</c>.</summary>
internal static class QueryFlags
{
    public static bool Has(this IQueryCollection query, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (query[name] is [{ } text, ..] && text is "1" or "true") return true;
        return false;
    }
}
