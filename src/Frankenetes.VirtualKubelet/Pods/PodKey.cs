using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>A pod by its name; work on it is done under this key, whatever UID bears the name.</summary>
public readonly record struct PodKey(string Namespace, string Name)
{
    /// <summary>The key of a pod that the API server sent.</summary>
    public static PodKey Of(V1Pod pod) => new(pod.Metadata.NamespaceProperty, pod.Metadata.Name);

    /// <summary><c>namespace/name</c>.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}
