using System.Text.RegularExpressions;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Pods;

/// <summary>Which pod is meant.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The pod's name.</param>
/// <param name="Uid">The one pod of that name that is meant; null means whichever bears the name.</param>
internal sealed partial record PodKey(string Namespace, string Name, string? Uid = null)
{
    private const int LongestName = 253;

    /// <summary>Makes a key from what a user typed: Kubernetes has lower-case names alone, so a name's case is no matter.</summary>
    /// <exception cref="FrankenetesException">InvalidValue, for what can be no name: it would lead to another address.</exception>
    public static PodKey Parse(string @namespace, string name, string? uid = null) => new(CheckName(@namespace, "a namespace"), CheckName(name, "a pod"), uid);

    /// <summary>Namespace and name, joined by a slash.</summary>
    public override string ToString() => $"{Namespace}/{Name}";

    /// <summary>A name in the form that the API server knows.</summary>
    /// <exception cref="FrankenetesException">InvalidValue.</exception>
    public static string CheckName(string name, string what)
    {
        var lower = name.ToLowerInvariant();
        return lower.Length <= LongestName && Form().IsMatch(lower)
            ? lower
            : throw new FrankenetesException(ErrorCatalog.InvalidValue, $"'{Shorten(name)}' cannot be the name of {what}: lower-case letters, digits, hyphens and dots.", Shorten(name));
    }

    private static string Shorten(string name) => name.Length <= 80 ? name : name[..80] + "...";

    // RFC 1123 subdomain.
    [GeneratedRegex("^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
