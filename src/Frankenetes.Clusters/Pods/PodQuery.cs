namespace Frankenetes.Clusters.Pods;

/// <summary>Which pods of a cluster are asked for; the API server picks them.</summary>
/// <param name="Namespace">One namespace; null means all.</param>
/// <param name="Name">One name; null means all.</param>
/// <param name="Selector">A label selector as kubectl takes it; null selects all.</param>
internal sealed record PodQuery(string? Namespace, string? Name = null, string? Selector = null)
{
    /// <summary>The pods of a key.</summary>
    public static PodQuery Of(PodKey pod) => new(pod.Namespace, pod.Name);

    /// <summary>Path and query, with more parameters behind.</summary>
    public string Path(string more)
    {
        var path = Namespace is null ? "/api/v1/pods" : $"/api/v1/namespaces/{Uri.EscapeDataString(Namespace)}/pods";
        var name = Name is null ? "" : $"&fieldSelector={Uri.EscapeDataString($"metadata.name={Name}")}";
        var selector = Selector is null ? "" : $"&labelSelector={Uri.EscapeDataString(Selector)}";
        return $"{path}?{more}{name}{selector}";
    }
}
