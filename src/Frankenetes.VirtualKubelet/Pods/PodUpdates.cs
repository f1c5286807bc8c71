using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>What of a pod may change while it runs and means something to a provider: labels, annotations, images.</summary>
internal static class PodUpdates
{
    /// <summary>The same text for the same content.</summary>
    public static string Fingerprint(V1Pod pod) => string.Join('\n',
        Pairs(pod.Metadata.Labels).Append("-").Concat(Pairs(pod.Metadata.Annotations)).Append("-")
            .Concat((pod.Spec?.InitContainers ?? []).Concat(pod.Spec?.Containers ?? []).Select(container => $"{container.Name}={container.Image}")));

    private static IEnumerable<string> Pairs(IDictionary<string, string>? map) =>
        (map ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}");
}
