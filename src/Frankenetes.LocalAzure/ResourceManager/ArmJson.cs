using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>How ARM writes JSON: camelCase, members without a value left out.</summary>
internal static class ArmJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new UtcTimeConverter() },
    };

    /// <summary>The body of a request.</summary>
    /// <exception cref="ArmException">It is missing, is no JSON, or has a value of the wrong type.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Options, context.RequestAborted)
                ?? throw ArmErrors.InvalidRequestContent("The request body is missing.");
        }
        catch (JsonException e)
        {
            throw Invalid(e);
        }
    }

    public static T Read<T>(JsonElement element)
    {
        try
        {
            return element.Deserialize<T>(Options) ?? throw ArmErrors.InvalidRequestContent("A required object is null.");
        }
        catch (JsonException e)
        {
            throw Invalid(e);
        }
    }

    /// <summary>Says where, never what: the value itself may be a secret.</summary>
    private static ArmException Invalid(JsonException e) => ArmErrors.InvalidRequestContent(
        $"The request content was invalid and could not be deserialized: {(e.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "Could not find member" : "Unexpected value")} at '{e.Path}'.");
}
