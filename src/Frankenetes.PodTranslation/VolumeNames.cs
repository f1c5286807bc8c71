using System.Globalization;

namespace Frankenetes.PodTranslation;

/// <summary>Volume names for ACI, which wants 5 to 63 characters and no two hyphens in a row; Kubernetes is content with one letter.</summary>
internal static class VolumeNames
{
    /// <summary>A name for each, the same where it is legal, all different.</summary>
    public static Dictionary<string, string> Of(IEnumerable<string> names)
    {
        var all = names.ToList();
        var result = all.Where(IsLegal).ToDictionary(name => name);
        var taken = result.Keys.ToHashSet();
        foreach (var name in all.Where(name => !IsLegal(name)))
        {
            var basis = $"volume-{name.Replace("--", "-").Replace("--", "-")}";
            if (basis.Length > 58) basis = basis[..58].TrimEnd('-');
            var unique = basis;
            for (var i = 2; !taken.Add(unique); i++) unique = string.Create(CultureInfo.InvariantCulture, $"{basis}-{i}");
            result[name] = unique;
        }
        return result;
    }

    private static bool IsLegal(string name) => name.Length is >= 5 and <= 63 && !name.Contains("--", StringComparison.Ordinal);
}
