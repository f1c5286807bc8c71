using System.Text.RegularExpressions;

namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>The part of OData's $filter that ARM's lists know: equalities joined by <c>and</c>.</summary>
internal sealed partial class ResourceFilter
{
    private static readonly string[] Known = ["tagName", "tagValue", "resourceType", "resourceGroup", "name", "location"];
    private readonly Dictionary<string, string> _wanted = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ArmException">The filter is none of these.</exception>
    public static ResourceFilter Parse(string? text)
    {
        var filter = new ResourceFilter();
        if (string.IsNullOrWhiteSpace(text))
            return filter;
        var match = Equalities().Match(text);
        if (!match.Success)
            throw ArmErrors.InvalidFilter(text);
        foreach (var (name, value) in match.Groups["name"].Captures.Zip(match.Groups["value"].Captures))
        {
            if (!Known.Contains(name.Value, StringComparer.OrdinalIgnoreCase) || !filter._wanted.TryAdd(name.Value, value.Value.Replace("''", "'", StringComparison.Ordinal)))
                throw ArmErrors.InvalidFilter(text);
        }

        return filter._wanted.ContainsKey("tagValue") && !filter._wanted.ContainsKey("tagName") ? throw ArmErrors.InvalidFilter(text) : filter;
    }

    public bool Matches(ResourceEntry entry) =>
        Same("resourceType", entry.Type) && Same("resourceGroup", entry.ResourceGroup) && Same("name", entry.Name)
        && Same("location", entry.Location) && MatchesTags(entry.Tags);

    /// <summary>Tag names are compared without case, values with it, as Azure does.</summary>
    public bool MatchesTags(IReadOnlyDictionary<string, string> tags)
    {
        if (!_wanted.TryGetValue("tagName", out var name))
            return true;
        var tag = tags.FirstOrDefault(t => t.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return tag.Key is not null && (!_wanted.TryGetValue("tagValue", out var value) || tag.Value == value);
    }

    private bool Same(string member, string actual) =>
        !_wanted.TryGetValue(member, out var wanted) || wanted.Equals(actual, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^\s*(?:(?<name>\w+)\s+eq\s+'(?<value>(?:[^']|'')*)'\s*(?:and\s+(?=\S)|$))+$", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 200)]
    private static partial Regex Equalities();
}
