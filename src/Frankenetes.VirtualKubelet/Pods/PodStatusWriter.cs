using System.Text.Json.Nodes;
using Frankenetes.KubernetesApi.Connection;
using k8s;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>Writes a pod's status where it differs from what the API server has.</summary>
internal sealed class PodStatusWriter(ApiServer server, PodStore store)
{
    // Absent from ours means: no longer so.
    private static readonly string[] Cleared = ["reason", "message", "podIP", "podIPs"];

    /// <summary>False when the pod is no longer the same or is gone.</summary>
    public async Task<bool> WriteAsync(V1Pod pod, V1PodStatus status, CancellationToken cancellationToken)
    {
        var patch = Compose(pod.Status, status);
        if (patch is null) return true;
        // The UID makes the API server refuse when another pod bears the name by now.
        var body = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = pod.Metadata.Uid }, ["status"] = patch };
        try
        {
            var path = $"api/v1/namespaces/{pod.Metadata.NamespaceProperty}/pods/{pod.Metadata.Name}/status";
            store.Adopt(await server.MergePatchAsync<V1Pod>(path, body, cancellationToken).ConfigureAwait(false));
            return true;
        }
        catch (ApiServerException other) when ((int)other.Status is 404 or 409 or 422)
        {
            if ((int)other.Status == 422 && other.Message.Contains("uid", StringComparison.OrdinalIgnoreCase)) return false;
            if ((int)other.Status == 422) throw;
            return false;
        }
    }

    /// <summary>The members that differ; null when none does.</summary>
    internal static JsonObject? Compose(V1PodStatus? before, V1PodStatus after)
    {
        var old = before is null ? [] : JsonNode.Parse(KubernetesJson.Serialize(before))!.AsObject();
        var patch = new JsonObject();
        foreach (var (name, value) in JsonNode.Parse(KubernetesJson.Serialize(after))!.AsObject())
        {
            if (value is not null && !JsonNode.DeepEquals(value, old[name])) patch[name] = value.DeepClone();
        }
        var present = JsonNode.Parse(KubernetesJson.Serialize(after))!.AsObject();
        foreach (var name in Cleared.Where(name => present[name] is null && old[name] is not null)) patch[name] = null;
        return patch.Count > 0 ? patch : null;
    }
}
