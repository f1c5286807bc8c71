using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.KubeletApi.Stats;

/// <summary>A pod with what its containers use.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Usage">Null: nobody knows.</param>
internal sealed record PodFigures(V1Pod Pod, PodUsage? Usage)
{
    /// <summary>The containers that are to run, with when they started (null: they do not) and what they use (null: not known).</summary>
    public IEnumerable<(string Name, DateTime? StartedAt, ContainerUsage? Usage)> Containers =>
        from container in Pod.Spec.Containers
        let status = Pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == container.Name)
        select (container.Name, status?.State?.Running?.StartedAt, Usage?.Containers.GetValueOrDefault(container.Name));

    /// <summary>The sum over containers that run; null where one of them, or all, are not known: a part is not the whole.</summary>
    public ContainerUsage? Sum => ContainerUsages.Sum(Containers.Where(container => container.StartedAt is not null).Select(container => container.Usage));
}
