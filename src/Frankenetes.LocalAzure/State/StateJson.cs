using System.Text.Json;
using System.Text.Json.Serialization;

namespace Frankenetes.LocalAzure.State;

/// <summary>How everything in the state folder is written: camelCase, absent members left out, enumerations by name.</summary>
internal static class StateJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };
}
