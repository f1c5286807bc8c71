using System.Text;
using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>The workspace that a group's logs go to besides: its id and key are in a Secret, which the pod has to name elsewhere too, for a node may read no other.</summary>
internal static class LogAnalytics
{
    /// <summary>Null: the pod asks for none.</summary>
    /// <exception cref="MissingInputException">The Secret or a key in it is not there.</exception>
    public static ContainerGroupLogAnalytics? Of(V1Pod pod, PodAnnotations annotations, PodInputs inputs, string nodeName)
    {
        if (annotations[PodAnnotations.LogAnalytics] is not { } name) return null;
        var secret = Inputs.Secret(inputs, name, false)!;
        return new ContainerGroupLogAnalytics(Required(secret, name, "workspaceId"), Required(secret, name, "workspaceKey"))
        {
            LogType = Find(secret, "logType"),
            WorkspaceResourceId = Find(secret, "workspaceResourceId"),
            Metadata = new Dictionary<string, string> { ["pod-uuid"] = pod.Metadata.Uid ?? "", ["node-name"] = nodeName },
        };
    }

    private static string Required(V1Secret secret, string name, string key) => Find(secret, key) ?? throw new MissingInputException($"there is no key {key} in Secret {name}");

    private static string? Find(V1Secret secret, string key) => secret.Data is { } data && data.TryGetValue(key, out var value) ? Encoding.UTF8.GetString(value).Trim() : null;
}
