using Frankenetes.VirtualKubelet.Pods.Probing;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>A pod's status from its instance.</summary>
/// <param name="hostAddress">The node's.</param>
/// <param name="scheme">The provider's, for containers' ids.</param>
/// <param name="probes">What the probes of a container (by pod UID and name) told; null: nobody watches them.</param>
/// <param name="time">The clock.</param>
internal sealed class PodStatusComposer(string hostAddress, string scheme, Func<string, string, ProbeResults?> probes, TimeProvider time)
{
    /// <summary>The status while the instance runs, or did.</summary>
    public V1PodStatus FromInstance(V1Pod pod, PodInstance instance)
    {
        var init = (pod.Spec.InitContainers ?? []).Select(container => Of(container, pod.Status?.InitContainerStatuses, "PodInitializing"))
            .Select(status => status with { Ready = status.State.Terminated is { ExitCode: 0 } }).ToList();
        var idle = init.TrueForAll(status => status.Ready) ? "ContainerCreating" : "PodInitializing";
        var apps = pod.Spec.Containers.Select(container => Of(container, pod.Status?.ContainerStatuses, idle)).ToList();
        var phase = PodPhases.Of(pod.Spec.RestartPolicy ?? "Always", init, apps);
        // A pod that ran stays Running while its containers start again elsewhere: phases do not go back.
        if (phase == PodPhases.Pending && (pod.Status?.Phase == PodPhases.Running || instance.EarlierStarts.Count > 0)) phase = PodPhases.Running;
        return Compose(pod, phase, init, apps, instance.Address, null, null);

        V1ContainerStatus Of(V1Container container, IList<V1ContainerStatus>? told, string reason) => ContainerStatusComposer.Compose(
            container, instance.Containers.GetValueOrDefault(container.Name), told?.FirstOrDefault(status => status.Name == container.Name), (scheme, pod.Metadata.Uid),
            instance.EarlierStarts.GetValueOrDefault(container.Name), reason, probes(pod.Metadata.Uid, container.Name));
    }

    /// <summary>The last status of a pod that was told to end: no container starts again, so the exit codes decide.</summary>
    public V1PodStatus Final(V1Pod pod, PodInstance instance)
    {
        var seen = FromInstance(pod, instance);
        var over = Ended(pod, seen, null, null, null);
        var phase = over.ContainerStatuses.All(status => status.State.Terminated.ExitCode == 0) ? PodPhases.Succeeded : PodPhases.Failed;
        return over with { Phase = phase, Conditions = PodConditions.Compose(pod, phase, [.. over.InitContainerStatuses ?? []], [.. over.ContainerStatuses], time.GetUtcNow().UtcDateTime) };
    }

    /// <summary>The status before there is an instance: <paramref name="reason"/> says why there is none.</summary>
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

    /// <summary>The status after the instance vanished: what ran counts as killed, as kubelets count containers that they cannot find, and waits to be started again.</summary>
    public V1PodStatus Lost(V1Pod pod, string message)
    {
        var ended = Ended(pod, pod.Status, null, Unknown, message, spareWaiting: true);
        var phase = pod.Status?.Phase ?? PodPhases.Pending;
        var (init, apps) = (Again(ended.InitContainerStatuses), Again(ended.ContainerStatuses));
        return Compose(pod, phase, init, apps, null, null, null);

        static List<V1ContainerStatus> Again(IList<V1ContainerStatus>? statuses) => [.. (statuses ?? []).Select(status => status.State.Terminated is null ? status : status with
        {
            State = new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = "ContainerCreating" } },
            LastState = status.State,
            Ready = false,
        })];
    }

    /// <summary>The status of a pod that ended without its containers' saying so: every one that had not ended counts as killed.</summary>
    public V1PodStatus Ended(V1Pod pod, string? reason, string? message) => Ended(pod, pod.Status, reason, Unknown, message);

    /// <summary>The status of a pod whose deadline passed, after its containers were ended.</summary>
    public V1PodStatus Overdue(V1Pod pod, PodInstance? instance) =>
        Ended(pod, instance is null ? pod.Status : FromInstance(pod, instance), PodDeadline.Reason, null, "the pod ran longer than activeDeadlineSeconds");

    // What kubelets say of a container that they cannot find any more.
    private const string Unknown = "ContainerStatusUnknown";

    private V1PodStatus Ended(V1Pod pod, V1PodStatus? seen, string? reason, string? containerReason, string? message, bool spareWaiting = false)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return Compose(pod, PodPhases.Failed, End(pod.Spec.InitContainers, seen?.InitContainerStatuses), End(pod.Spec.Containers, seen?.ContainerStatuses), seen?.PodIP, reason, message);

        List<V1ContainerStatus> End(IList<V1Container>? containers, IList<V1ContainerStatus>? before) => [.. (containers ?? []).Select(container =>
        {
            var known = before?.FirstOrDefault(status => status.Name == container.Name)
                ?? new V1ContainerStatus { Name = container.Name, Image = container.Image, ImageID = "", LastState = new V1ContainerState() };
            return known.State?.Terminated is not null || (spareWaiting && known.State?.Running is null) ? known : known with
            {
                Ready = false,
                Started = false,
                State = new V1ContainerState
                {
                    Terminated = new V1ContainerStateTerminated
                    {
                        ExitCode = 137,
                        Reason = containerReason ?? "Error",
                        Message = containerReason is null ? null : message,
                        StartedAt = known.State?.Running?.StartedAt,
                        FinishedAt = now,
                    },
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
