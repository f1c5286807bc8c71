using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>A pod by its name; work on it is done under this key, whatever UID bears the name.</summary>
internal readonly record struct PodKey(string Namespace, string Name)
{
    public static PodKey Of(V1Pod pod) => new(pod.Metadata.NamespaceProperty, pod.Metadata.Name);

    public override string ToString() => $"{Namespace}/{Name}";
}
