using System.Text.Json;
using k8s;
using k8s.Models;

namespace Frankenetes.KubernetesApi.Connection;

/// <summary>Reads Kubernetes' Status object where an error answer holds one.</summary>
internal static class StatusText
{
    /// <summary>Null when the text is something else, as a proxy in between may send.</summary>
    public static V1Status? Parse(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{")) return null;
        try
        {
            return KubernetesJson.Deserialize<V1Status>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
