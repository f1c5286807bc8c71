using System.Text.Json;
using Docker.DotNet;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>What the engine said, without the wrapping around it.</summary>
internal static class EngineMessage
{
    public static string Of(Exception e)
    {
        if (e is not DockerApiException { ResponseBody: { Length: > 0 } body })
            return e.Message;
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.GetProperty("message").GetString() ?? e.Message;
        }
        catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return body.Trim();
        }
    }
}
