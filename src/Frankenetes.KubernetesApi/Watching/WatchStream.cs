using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Frankenetes.KubernetesApi.Connection;
using k8s;
using k8s.Models;

namespace Frankenetes.KubernetesApi.Watching;

/// <summary>Reads the body of a watch: one JSON object a line. KubernetesClient.Aot has no reader for it.</summary>
internal static class WatchStream
{
    public static async IAsyncEnumerable<WatchEvent<T>> ReadAsync<T>(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, false, 16 * 1024);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0 && Parse<T>(line) is { } found) yield return found;
        }
    }

    /// <summary>Null for a type of event that this version of us does not know.</summary>
    public static WatchEvent<T>? Parse<T>(string line)
    {
        using var document = JsonDocument.Parse(line);
        var body = document.RootElement.GetProperty("object");
        WatchEventType? type = document.RootElement.GetProperty("type").GetString() switch
        {
            "ADDED" => WatchEventType.Added,
            "MODIFIED" => WatchEventType.Modified,
            "DELETED" => WatchEventType.Deleted,
            "BOOKMARK" => WatchEventType.Bookmark,
            "ERROR" => throw Failure(body),
            _ => null,
        };
        return type is { } known ? new WatchEvent<T>(known, KubernetesJson.Deserialize<T>(body)) : null;
    }

    private static ApiServerException Failure(JsonElement body)
    {
        var status = KubernetesJson.Deserialize<V1Status>(body);
        var code = status.Code is > 0 and < 600 ? (HttpStatusCode)status.Code : HttpStatusCode.InternalServerError;
        return new ApiServerException(code, status.Reason, $"watch: {(int)code} {status.Message}");
    }
}
