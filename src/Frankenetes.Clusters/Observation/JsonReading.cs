using System.Text.Json;

namespace Frankenetes.Clusters.Observation;

/// <summary>Reads members that may be absent, as most of Kubernetes' are.</summary>
internal static class JsonReading
{
    public static string? Text(this JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static bool Flag(this JsonElement element, string name) => element.Member(name).ValueKind == JsonValueKind.True;

    public static int? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>A member's texts by name, as labels are; empty where there are none.</summary>
    public static Dictionary<string, string> Texts(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } value
            ? value.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString() ?? "")
            : [];

    /// <summary>A member, or an element of kind Undefined, of which every member is absent too.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
}
