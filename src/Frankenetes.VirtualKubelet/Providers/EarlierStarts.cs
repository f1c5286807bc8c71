using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>How often a pod's containers were started before, from its status: for providers that keep their instances' data themselves.</summary>
public static class EarlierStarts
{
    /// <summary>Counts by container; one that never ran is not among them.</summary>
    public static Dictionary<string, int> Of(V1Pod pod) =>
        (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []).Where(status => !string.IsNullOrEmpty(status.ContainerID))
            .ToDictionary(status => status.Name, status => status.RestartCount + 1);
}
