using System.Globalization;
using System.Text.RegularExpressions;

namespace Frankenetes.PodTranslation.Volumes;

/// <summary>Volume names for ACI, which wants 5 to 63 characters and no two hyphens in a row; Kubernetes is content with one letter.</summary>
internal static partial class VolumeNames
{
    private const int Longest = 63;

    // Leaves room for a hyphen and a number of four digits.
    private const int LongestBasis = 58;

    /// <summary>A name for each, the same where it is legal, all different.</summary>
    public static Dictionary<string, string> Of(IEnumerable<string> names)
    {
        var all = names.ToList();
        var result = all.Where(IsLegal).ToDictionary(name => name);
        var taken = result.Keys.ToHashSet();
        foreach (var name in all.Where(name => !IsLegal(name)))
        {
            var basis = $"volume-{Illegal().Replace(name.ToLowerInvariant(), "-")}";
            if (basis.Length > LongestBasis) basis = basis[..LongestBasis];
            basis = basis.TrimEnd('-');
            var unique = basis;
            for (var i = 2; !taken.Add(unique); i++) unique = string.Create(CultureInfo.InvariantCulture, $"{basis}-{i}");
            result[name] = unique;
        }
        return result;
    }

    private static bool IsLegal(string name) => name.Length is >= 5 and <= Longest && Legal().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Legal();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Illegal();
}
