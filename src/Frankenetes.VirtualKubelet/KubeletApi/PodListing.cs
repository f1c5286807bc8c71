using k8s.Models;

namespace Frankenetes.VirtualKubelet.KubeletApi;

/// <summary>What <c>/pods</c> and <c>/runningpods</c> show.</summary>
internal static class PodListing
{
    /// <summary>The pods as they are, without the record of who wrote which field: of use to the API server alone.</summary>
    public static IEnumerable<V1Pod> All(IEnumerable<V1Pod> pods) => pods.Select(pod => new V1Pod { ApiVersion = pod.ApiVersion, Kind = pod.Kind, Metadata = Plain(pod.Metadata), Spec = pod.Spec, Status = pod.Status });

    /// <summary>
    /// Pods of which a container runs, with those containers and nothing else, for they tell what runs and not what shall. Source: Kubernetes, kubecontainer.Pod.ToAPIPod.
    /// </summary>
    public static IEnumerable<V1Pod> Running(IEnumerable<V1Pod> pods) =>
        from pod in pods
        let running = RunningContainers(pod).ToList()
        where running.Count > 0
        select new V1Pod
        {
            Metadata = new() { Name = pod.Metadata.Name, NamespaceProperty = pod.Metadata.NamespaceProperty, Uid = pod.Metadata.Uid },
            Spec = new() { Containers = running },
        };

    private static IEnumerable<V1Container> RunningContainers(V1Pod pod) =>
        from container in (pod.Spec.InitContainers ?? []).Concat(pod.Spec.Containers)
        let status = (pod.Status?.ContainerStatuses ?? []).Concat(pod.Status?.InitContainerStatuses ?? []).FirstOrDefault(status => status.Name == container.Name)
        where status?.State?.Running is not null
        select new V1Container { Name = container.Name, Image = container.Image };

    private static V1ObjectMeta Plain(V1ObjectMeta metadata) => new()
    {
        Annotations = metadata.Annotations,
        CreationTimestamp = metadata.CreationTimestamp,
        DeletionGracePeriodSeconds = metadata.DeletionGracePeriodSeconds,
        DeletionTimestamp = metadata.DeletionTimestamp,
        Finalizers = metadata.Finalizers,
        GenerateName = metadata.GenerateName,
        Generation = metadata.Generation,
        Labels = metadata.Labels,
        Name = metadata.Name,
        NamespaceProperty = metadata.NamespaceProperty,
        OwnerReferences = metadata.OwnerReferences,
        ResourceVersion = metadata.ResourceVersion,
        Uid = metadata.Uid,
    };
}
