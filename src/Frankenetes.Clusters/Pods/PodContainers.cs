using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Pods;

/// <summary>Which container of a pod is meant.</summary>
internal static class PodContainers
{
    /// <param name="pod">The pod.</param>
    /// <param name="named">What the user named; null takes the pod's default.</param>
    /// <exception cref="FrankenetesException">ContainerNotFound.</exception>
    public static string Choose(FrankenetesPod pod, string? named)
    {
        var all = pod.ContainerNames.Concat(pod.InitContainerNames).ToList();
        if (named is null)
            return pod.DefaultContainer ?? throw new FrankenetesException(ErrorCatalog.ContainerNotFound, $"Pod '{pod}' has no container.", pod.ToString());
        return all.FirstOrDefault(name => name.Equals(named, StringComparison.OrdinalIgnoreCase))
            ?? throw new FrankenetesException(ErrorCatalog.ContainerNotFound, $"Pod '{pod}' has no container '{named}'; it has {string.Join(", ", all)}.", pod.ToString());
    }
}
