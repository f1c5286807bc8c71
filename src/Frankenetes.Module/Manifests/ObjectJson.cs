using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;

namespace Frankenetes.Module.Manifests;

/// <summary>PowerShell's objects, as ConvertFrom-Json makes them, back in JSON.</summary>
internal static class ObjectJson
{
    private const int MostDepth = 64;

    /// <exception cref="ArgumentException">It is nested too deeply: it holds itself.</exception>
    public static JsonNode? Of(object? value, int depth = 0)
    {
        if (depth > MostDepth) throw new ArgumentException("The object is nested too deeply.", nameof(value));
        var plain = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        return plain switch
        {
            null => null,
            PSObject custom => Members(custom.Properties.Select(property => (property.Name, (object?)property.Value)), depth),
            string text => JsonValue.Create(text),
            bool flag => JsonValue.Create(flag),
            // ConvertFrom-Json reads times out of texts; the API server wants them back as they were.
            DateTime time => JsonValue.Create(time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
            DateTimeOffset time => JsonValue.Create(time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
            double or float or decimal => JsonValue.Create(Convert.ToDouble(plain, CultureInfo.InvariantCulture)),
            sbyte or byte or short or ushort or int or uint or long => JsonValue.Create(Convert.ToInt64(plain, CultureInfo.InvariantCulture)),
            IDictionary map => Members(map.Keys.Cast<object>().Select(key => (key.ToString() ?? "", map[key])), depth),
            IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(item => Of(item, depth + 1))]),
            _ => JsonValue.Create(Convert.ToString(plain, CultureInfo.InvariantCulture)),
        };
    }

    private static JsonObject Members(IEnumerable<(string Name, object? Value)> members, int depth)
    {
        var result = new JsonObject();
        foreach (var (name, value) in members) result[name] = Of(value, depth + 1);
        return result;
    }
}
