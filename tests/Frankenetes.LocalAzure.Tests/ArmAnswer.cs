using System.Text.Json.Nodes;

namespace Frankenetes.LocalAzure.Tests;

/// <summary>An answer, read to its end.</summary>
public sealed record ArmAnswer(int Status, IReadOnlyDictionary<string, string> Headers, JsonNode? Body)
{
    /// <summary>The code of ARM's error envelope; null in any other answer.</summary>
    public string? Code => (string?)(Body as JsonObject)?["error"]?["code"];

    public static async Task<ArmAnswer> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new ArmAnswer((int)response.StatusCode, headers, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public override string ToString() => $"{Status} {Body?.ToJsonString()}";
}
