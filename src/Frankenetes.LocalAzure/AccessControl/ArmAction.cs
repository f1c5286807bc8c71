namespace Frankenetes.LocalAzure.AccessControl;

/// <summary>What a request asks to do, in the words of roles, and to which resource.</summary>
/// <param name="Name">Such as <c>Microsoft.ContainerInstance/containerGroups/write</c>.</param>
/// <param name="Scope">The resource's id; of a list, that of what is listed.</param>
internal sealed record ArmAction(string Name, string Scope)
{
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path, from /subscriptions on.</param>
    public static ArmAction Of(string method, string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // An extension (roles, tags, metrics) stands behind the resource that it extends: the last provider says what is asked for.
        var provider = Array.FindLastIndex(segments, s => s.Equals("providers", StringComparison.OrdinalIgnoreCase));
        var isNamed = provider >= 0 && provider + 2 < segments.Length;
        var (space, rest) = isNamed ? (segments[provider + 1], segments[(provider + 2)..]) : ("Microsoft.Resources", segments);
        var isWhole = rest.Length % 2 == 0;
        var scope = '/' + string.Join('/', isWhole ? segments : isNamed && rest.Length == 1 ? segments[..provider] : segments[..^1]);
        return HttpMethods.IsPost(method) && !isWhole
            ? new ArmAction(string.Join('/', [space, .. Types(rest[..^1]), rest[^1], "action"]), scope)
            : new ArmAction(string.Join('/', [space, .. Types(rest), Verb(method)]), scope);
    }

    // Types and names alternate.
    private static IEnumerable<string> Types(string[] segments) => segments.Where((_, index) => index % 2 == 0);

    private static string Verb(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? "read" : HttpMethods.IsDelete(method) ? "delete" : HttpMethods.IsPost(method) ? "action" : "write";
}
