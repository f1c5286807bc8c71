using Frankenetes.ContainerInstances.Models;
using Frankenetes.PodTranslation;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>A pod's status from its container group.</summary>
internal sealed class PodStatusComposer(string hostAddress, TimeProvider time)
{
    /// <summary>The status while the group runs, or did.</summary>
    public V1PodStatus FromGroup(V1Pod pod, ContainerGroupData group)
    {
        var now = time.GetUtcNow();
        var earlier = GroupTags.ReadRestarts(group.Tags);
        var init = (pod.Spec.InitContainers ?? []).Select(container =>
        {
            var view = group.InitContainers?.FirstOrDefault(found => found.Name == container.Name)?.InstanceView;
            var status = ContainerStatusComposer.Compose(container, view, group.Id ?? "", earlier.GetValueOrDefault(container.Name), "PodInitializing", true);
            return status with { Ready = status.State.Terminated is { ExitCode: 0 } };
        }).ToList();
        var idle = init.TrueForAll(status => status.Ready) ? "ContainerCreating" : "PodInitializing";
        var apps = pod.Spec.Containers.Select(container =>
        {
            var view = group.Containers.FirstOrDefault(found => found.Name == container.Name)?.InstanceView;
            return ContainerStatusComposer.Compose(container, view, group.Id ?? "", earlier.GetValueOrDefault(container.Name), idle, Readiness.Of(container.ReadinessProbe, view, now));
        }).ToList();
        var phase = PodPhases.Of(pod.Spec.RestartPolicy ?? "Always", init, apps);
        // A pod that ran stays Running while its containers start again elsewhere: phases do not go back.
        if (phase == PodPhases.Pending && (pod.Status?.Phase == PodPhases.Running || earlier.Count > 0)) phase = PodPhases.Running;
        return Compose(pod, phase, init, apps, group.IPAddress?.IP, null, null);
    }

    /// <summary>The status before there is a group: <paramref name="reason"/> says why there is none.</summary>
    public V1PodStatus Waiting(V1Pod pod, string reason, string? message)
    {
        var init = (pod.Spec.InitContainers ?? []).Select(container => Wait(pod.Status?.InitContainerStatuses, container)).ToList();
        var apps = pod.Spec.Containers.Select(container => Wait(pod.Status?.ContainerStatuses, container)).ToList();
        var phase = pod.Status?.Phase == PodPhases.Running ? PodPhases.Running : PodPhases.Pending;
        return Compose(pod, phase, init, apps, null, null, null);

        V1ContainerStatus Wait(IList<V1ContainerStatus>? before, V1Container container)
        {
            var known = before?.FirstOrDefault(status => status.Name == container.Name);
            return new()
            {
                Name = container.Name,
                Image = container.Image,
                ImageID = "",
                RestartCount = known?.RestartCount ?? 0,
                // It keeps its id: that is how a restarted kubelet knows that it ran before.
                ContainerID = known?.ContainerID,
                State = new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = reason, Message = message } },
                LastState = known?.LastState ?? new V1ContainerState(),
                Started = false,
            };
        }
    }

    /// <summary>The status of a pod that ended without its group's saying so: every container that had not ended is counted as killed.</summary>
    public V1PodStatus Ended(V1Pod pod, string phase, string? reason, string? message)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return Compose(pod, phase, End(pod.Spec.InitContainers, pod.Status?.InitContainerStatuses), End(pod.Spec.Containers, pod.Status?.ContainerStatuses), pod.Status?.PodIP, reason, message);

        List<V1ContainerStatus> End(IList<V1Container>? containers, IList<V1ContainerStatus>? before) => [.. (containers ?? []).Select(container =>
        {
            var known = before?.FirstOrDefault(status => status.Name == container.Name)
                ?? new V1ContainerStatus { Name = container.Name, Image = container.Image, ImageID = "", LastState = new V1ContainerState() };
            return known.State?.Terminated is not null ? known : known with
            {
                Ready = false,
                Started = false,
                State = new V1ContainerState
                {
                    Terminated = new V1ContainerStateTerminated { ExitCode = 137, Reason = reason ?? "Error", StartedAt = known.State?.Running?.StartedAt, FinishedAt = now },
                },
            };
        })];
    }

    private V1PodStatus Compose(
        V1Pod pod, string phase, List<V1ContainerStatus> init, List<V1ContainerStatus> apps, string? address, string? reason, string? message) => new()
    {
        Phase = phase,
        Reason = reason,
        Message = message,
        HostIP = hostAddress,
        PodIP = address,
        PodIPs = address is null ? null : [new V1PodIP { Ip = address }],
        StartTime = pod.Status?.StartTime ?? time.GetUtcNow().UtcDateTime,
        InitContainerStatuses = init.Count > 0 ? init : null,
        ContainerStatuses = apps,
        Conditions = PodConditions.Compose(pod, phase, init, apps, time.GetUtcNow().UtcDateTime),
    };
}
