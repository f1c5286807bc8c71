using System.Text.RegularExpressions;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>
/// Labels and annotations that become tags, for bills and searches: those that the node names and those that the pod does (<see cref="PodAnnotations.Tags"/>). Azure's tags have no slash in their names:
/// <c>app.kubernetes.io/name</c> becomes <c>app.kubernetes.io.name</c>.
/// </summary>
internal static partial class ChosenTags
{
    // Azure: 50 tags, of which ours are eight; names of 512 and values of 256 characters.
    private const int Most = 40;
    private const int LongestName = 512;
    private const int LongestValue = 256;

    public static Dictionary<string, string> Of(TranslationSettings settings, V1Pod pod)
    {
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in Chosen(settings, pod))
        {
            if (tags.Count < Most) tags.TryAdd(Name(key), value.Length > LongestValue ? value[..LongestValue] : value);
        }
        // The group's own comparer is ordinal, as any dictionary's.
        return new Dictionary<string, string>(tags);
    }

    /// <summary>What Azure or the node cannot take: names of Azure's own and of ours, values that are cut.</summary>
    public static IEnumerable<Refusal> Refusals(TranslationSettings settings, V1Pod pod)
    {
        var wished = Wished(pod).ToList();
        foreach (var key in wished.Where(key => Reserved().IsMatch(Name(key))))
            yield return new(PodAnnotations.At(PodAnnotations.Tags), $"a tag must not be called {Name(key)}: names that begin with azure, microsoft, windows and frankenetes are taken");
        if (Chosen(settings, pod).Count() > Most) yield return new(PodAnnotations.At(PodAnnotations.Tags), $"{Most} tags are the most");
        foreach (var (key, value) in Chosen(settings, pod).Where(pair => pair.Value.Length > LongestValue && wished.Contains(pair.Key)))
            yield return new(PodAnnotations.At(PodAnnotations.Tags), $"the value of {key} has {value.Length} characters; {LongestValue} is the most that a tag has");
    }

    private static IEnumerable<(string Key, string Value)> Chosen(TranslationSettings settings, V1Pod pod) =>
        from key in Wished(pod).Concat(settings.TagKeys).Distinct()
        where !Reserved().IsMatch(Name(key))
        let value = Find(pod.Metadata.Labels, key) ?? Find(pod.Metadata.Annotations, key)
        where value is not null
        select (key, value);

    private static IEnumerable<string> Wished(V1Pod pod) =>
        (Find(pod.Metadata.Annotations, PodAnnotations.Tags) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(key => key == "*" ? pod.Metadata.Labels?.Keys ?? Enumerable.Empty<string>() : [key]);

    private static string? Find(IDictionary<string, string>? map, string key) => map is not null && map.TryGetValue(key, out var value) ? value ?? "" : null;

    private static string Name(string key)
    {
        var name = Illegal().Replace(key, ".");
        return name.Length > LongestName ? name[..LongestName] : name;
    }

    [GeneratedRegex(@"[<>*%&\\?/:\s\p{Cc}]")]
    private static partial Regex Illegal();

    [GeneratedRegex("^(azure|microsoft|windows|frankenetes)", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
