using k8s.Models;

namespace Frankenetes.PodTranslation.Checks;

/// <summary>A pod's containers with the paths that messages name them by.</summary>
internal static class ContainerPaths
{
    public static string Of(V1Container container) => $"spec.containers[{container.Name}]";

    public static string OfInit(V1Container container) => $"spec.initContainers[{container.Name}]";

    /// <summary>The init containers first, as they run.</summary>
    public static IEnumerable<(V1Container Container, string At)> All(V1PodSpec spec) =>
        (spec.InitContainers ?? []).Select(container => (container, OfInit(container))).Concat((spec.Containers ?? []).Select(container => (container, Of(container))));
}
