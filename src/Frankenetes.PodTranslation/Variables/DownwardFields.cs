using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;

namespace Frankenetes.PodTranslation.Variables;

/// <summary>The downward API: what a container may learn of its pod.</summary>
internal sealed partial class DownwardFields(V1Pod pod, string hostAddress, bool agent, IReadOnlyList<Frankenetes.ContainerInstances.Models.ContainerResourceRequirements> resources)
{
    /// <exception cref="RefusedPodException">The field is unknown, or not known before the group runs.</exception>
    public string Field(string at, string path)
    {
        if (Subscripted().Match(path) is { Success: true } match)
        {
            var map = match.Groups[1].Value == "labels" ? pod.Metadata.Labels : pod.Metadata.Annotations;
            return map is not null && map.TryGetValue(match.Groups[2].Value, out var value) ? value : "";
        }
        return path switch
        {
            "metadata.name" => pod.Metadata.Name,
            "metadata.namespace" => pod.Metadata.NamespaceProperty,
            "metadata.uid" => pod.Metadata.Uid,
            "metadata.labels" => Lines(pod.Metadata.Labels),
            "metadata.annotations" => Lines(pod.Metadata.Annotations),
            "spec.nodeName" => pod.Spec.NodeName,
            "spec.serviceAccountName" => string.IsNullOrEmpty(pod.Spec.ServiceAccountName) ? "default" : pod.Spec.ServiceAccountName,
            "status.hostIP" or "status.hostIPs" => hostAddress,
            _ when PodAddresses.IsAddress(path) => agent ? PodAddresses.Placeholder
                : throw new RefusedPodException(at, "Azure gives a container group its address after it was created, when its variables are fixed; the pod agent fills it in where the pod lets it run"),
            _ => throw new RefusedPodException(at, $"unknown field {path}"),
        };
    }

    /// <summary>A container's request or limit, divided and rounded up as kubelets do. What the pod does not say is what the container gets.</summary>
    public string Resource(string at, V1ResourceFieldSelector selector, string containerName)
    {
        var name = string.IsNullOrEmpty(selector.ContainerName) ? containerName : selector.ContainerName;
        var i = pod.Spec.Containers.ToList().FindIndex(container => container.Name == name);
        if (i < 0) throw new RefusedPodException(at, "resources are known of the pod's containers, not of its init containers");
        var (kind, resource) = selector.Resource.Split('.') is [var first, var second] ? (first, second) : ("", selector.Resource);
        var written = kind == "limits" ? pod.Spec.Containers[i].Resources?.Limits : pod.Spec.Containers[i].Resources?.Requests;
        decimal amount = written is not null && written.TryGetValue(resource, out var quantity) ? quantity.ToDecimal() : resource switch
        {
            "cpu" => (decimal)(resources[i].Limits?.Cpu ?? resources[i].Requests.Cpu),
            "memory" => (decimal)(resources[i].Limits?.MemoryInGB ?? resources[i].Requests.MemoryInGB) * 1_000_000_000m,
            _ => throw new RefusedPodException(at, $"{selector.Resource} is not known of a container group"),
        };
        var divisor = selector.Divisor?.ToDecimal() is > 0 and var asked ? asked : 1m;
        return Math.Ceiling(amount / divisor).ToString("0", CultureInfo.InvariantCulture);
    }

    private static string Lines(IDictionary<string, string>? map) =>
        string.Join('\n', (map ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}=\"{Quoted(pair.Value)}\""));

    private static string Quoted(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\t", "\\t");

    [GeneratedRegex(@"^metadata\.(labels|annotations)\['(.+)'\]$")]
    private static partial Regex Subscripted();
}
