using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Frankenetes.PodTranslation.Manifests;

/// <summary>Reads manifests as kubectl does: JSON, or YAML with several documents. Plain words of YAML mean what they mean in its core schema and to Kubernetes.</summary>
internal static partial class ManifestText
{
    private const int MostDepth = 64;
    private const int MostNodes = 200_000;

    /// <exception cref="ManifestException">It is neither JSON nor YAML, or no objects.</exception>
    public static IEnumerable<JsonObject> Read(string text) => text.TrimStart().StartsWith('{') ? [ReadJson(text)] : ReadYaml(text);

    private static JsonObject ReadJson(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new ManifestException("it is no JSON object");
        }
        catch (JsonException wrong)
        {
            throw new ManifestException($"it is no JSON (line {wrong.LineNumber + 1})");
        }
    }

    private static List<JsonObject> ReadYaml(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException wrong)
        {
            throw new ManifestException($"it is no YAML (line {wrong.Start.Line})");
        }
        // Aliases may make a small text a huge object: what comes out is counted.
        var left = MostNodes;
        return [.. stream.Documents.Select(document => Convert(document.RootNode, 0, ref left)).Where(node => node is not null)
            .Select(node => node as JsonObject ?? throw new ManifestException("a document in it is no object"))];
    }

    private static JsonNode? Convert(YamlNode node, int depth, ref int left)
    {
        if (depth > MostDepth || --left < 0) throw new ManifestException("it is nested too deeply or grows too large");
        switch (node)
        {
            case YamlMappingNode mapping:
                var result = new JsonObject();
                foreach (var (key, value) in mapping) result[(key as YamlScalarNode)?.Value ?? throw new ManifestException("a key in it is no text")] = Convert(value, depth + 1, ref left);
                return result;
            case YamlSequenceNode sequence:
                var list = new JsonArray();
                foreach (var item in sequence) list.Add(Convert(item, depth + 1, ref left));
                return list;
            case YamlScalarNode scalar:
                return Scalar(scalar);
            default:
                return null;
        }
    }

    private static JsonValue? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || scalar.Tag is { IsEmpty: false, Value: "tag:yaml.org,2002:str" }) return JsonValue.Create(text);
        if (text is "" or "~" or "null" or "Null" or "NULL") return null;
        if (text is "true" or "True" or "TRUE") return JsonValue.Create(true);
        if (text is "false" or "False" or "FALSE") return JsonValue.Create(false);
        if (Whole().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return JsonValue.Create(whole);
        return Fraction().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(text);
    }

    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9]*)\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Fraction();
}
