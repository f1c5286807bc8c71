using System.Management.Automation;

namespace Frankenetes.Module.Pipeline;

/// <summary>Names with wildcards, as Get cmdlets take them.</summary>
internal sealed class NamePatterns
{
    private readonly WildcardPattern[] _patterns;
    private readonly string[] _texts;

    /// <param name="texts">Names or patterns; null or none matches everything.</param>
    public NamePatterns(string[]? texts)
    {
        _texts = texts ?? [];
        _patterns = [.. _texts.Select(text => new WildcardPattern(text, WildcardOptions.IgnoreCase))];
    }

    /// <summary>Whether there is a pattern among them, or nothing at all: then only a list tells what is meant.</summary>
    public bool NeedList => _texts.Length == 0 || _texts.Any(WildcardPattern.ContainsWildcardCharacters);

    /// <summary>The names and patterns as they were given.</summary>
    public IReadOnlyList<string> Texts => _texts;

    public bool Match(string name) => _patterns.Length == 0 || _patterns.Any(pattern => pattern.IsMatch(name));

    /// <summary>The plain names among them that match none of what was found: each is an error, as a pattern without a match is not.</summary>
    public IEnumerable<string> Missing(IEnumerable<string> found)
    {
        var known = found.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return _texts.Where(text => !WildcardPattern.ContainsWildcardCharacters(text) && !known.Contains(text));
    }
}
