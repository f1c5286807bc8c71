using System.Text;
using System.Text.Json;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Observation;

/// <summary>An API server's no, as its Status object (meta/v1) puts it.</summary>
internal sealed class ApiServerRefusal : Exception
{
    private const int LongestQuote = 500;

    private ApiServerRefusal(int status, string message)
        : base(message) => Status = status;

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The machine's word for it, such as <c>NotFound</c>; empty where the answer has none.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>What it is about, as the resource's plural, such as <c>namespaces</c>; null where the answer does not say.</summary>
    public string? Kind { get; private init; }

    /// <summary>Where to go on with a list whose snapshot is gone (410); null in any other answer.</summary>
    public string? Continue { get; private init; }

    /// <summary>Reads an answer's body; what is no Status is quoted.</summary>
    public static ApiServerRefusal Read(int status, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(status, json.RootElement);
        }
        catch (JsonException)
        {
            return new ApiServerRefusal(status, Quote(body));
        }
    }

    /// <summary>Reads a Status object.</summary>
    public static ApiServerRefusal Read(int status, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return new ApiServerRefusal(status, "");
        return new ApiServerRefusal(json.Number("code") ?? status, json.Text("message") ?? "")
        {
            Reason = json.Text("reason") ?? "",
            Kind = json.Member("details").Text("kind"),
            Continue = json.Member("metadata").Text("continue"),
        };
    }

    /// <summary>The failure that a user reads.</summary>
    public FrankenetesException ToFailure(ErrorDescription description, string target) =>
        new(description, $"The API server answered status {Status}. {Message}".TrimEnd(), target, this);

    private static string Quote(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, LongestQuote)).Trim();
        return text.StartsWith('<') ? "" : text;
    }
}
