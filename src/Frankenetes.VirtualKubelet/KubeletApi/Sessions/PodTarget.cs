using Frankenetes.VirtualKubelet.Pods;

namespace Frankenetes.VirtualKubelet.KubeletApi.Sessions;

/// <summary>The pod and container of an address: <c>/exec/{namespace}/{pod}[/{uid}]/{container}</c>; port-forward has no container.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Container">Null for port-forward.</param>
internal sealed record PodTarget(PodKey Pod, string? Container)
{
    /// <summary>Null where the address has another number of parts.</summary>
    public static PodTarget? Parse(PodStore store, ReadOnlySpan<string> parts, bool hasContainer)
    {
        var (pod, uid, container) = (parts.Length, hasContainer) switch
        {
            (2, false) => (Key(parts), (string?)null, (string?)null),
            (3, false) => (Key(parts), parts[2], null),
            (3, true) => (Key(parts), null, parts[2]),
            (4, true) => (Key(parts), parts[2], parts[3]),
            _ => default,
        };
        if (pod.Name is null) return null;
        var found = store.Find(pod);
        if (found is null || (uid is not null && found.Metadata.Uid != uid)) throw new KubeletRequestException(404, "pod does not exist");
        if (container is not null && !Names(found).Contains(container)) throw new KubeletRequestException(404, $"container {container} is not in pod {pod}");
        return new PodTarget(pod, container);
    }

    private static PodKey Key(ReadOnlySpan<string> parts) => new(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1]));

    private static IEnumerable<string> Names(k8s.Models.V1Pod pod) => pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).Select(container => container.Name);
}
