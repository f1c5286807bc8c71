using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Frankenetes.VirtualKubelet.Registries;

/// <summary>What a registry wants to see first. Source: distribution's token authentication specification.</summary>
/// <param name="Scheme">Bearer or Basic.</param>
/// <param name="Parameters"><c>realm</c>, <c>service</c>, <c>scope</c>.</param>
internal sealed partial record RegistryChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The token scheme before the plain one; null: neither is offered.</summary>
    public static RegistryChallenge? Choose(HttpHeaderValueCollection<AuthenticationHeaderValue> offered)
    {
        var all = offered.Select(one => new RegistryChallenge(one.Scheme, Parse(one.Parameter ?? ""))).ToList();
        return all.Find(one => Is(one, "Bearer") && one.Parameters.ContainsKey("realm")) ?? all.Find(one => Is(one, "Basic"));
    }

    public bool IsBearer => Is(this, "Bearer");

    private static bool Is(RegistryChallenge one, string scheme) => one.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Parse(string text)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Parameter().Matches(text)) found[match.Groups[1].Value] = match.Groups[2].Success ? match.Groups[2].Value : match.Groups[3].Value;
        return found;
    }

    [GeneratedRegex("""([A-Za-z_]+)=(?:"([^"]*)"|([^,\s]*))""")]
    private static partial Regex Parameter();
}
