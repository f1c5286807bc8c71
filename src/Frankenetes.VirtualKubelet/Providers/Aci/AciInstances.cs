using Frankenetes.ContainerInstances.Models;
using Frankenetes.PodTranslation;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>Reads a container group as an instance of a pod.</summary>
internal static class AciInstances
{
    public static PodInstance Of(ContainerGroupData group, DateTimeOffset now)
    {
        var containers = group.Containers.ToDictionary(container => container.Name, container => Of(container.InstanceView, EventReadiness.Of(container.ReadinessProbe, container.InstanceView, now)));
        foreach (var container in group.InitContainers ?? []) containers[container.Name] = Of(container.InstanceView, null);
        return new PodInstance
        {
            Uid = PodGroups.Tag(group, GroupTags.PodUid) ?? "",
            Failure = Failure(group),
            Address = group.IPAddress?.IP,
            Containers = containers,
            EarlierStarts = GroupTags.ReadRestarts(group.Tags),
            Warnings = [.. Warnings(group)],
        };
    }

    private static ContainerInstance Of(ContainerInstanceView? view, bool? ready)
    {
        var current = view?.CurrentState;
        var waits = current?.State is not ("Running" or "Terminated");
        // A reason is one word in Kubernetes; a sentence of ACI's is a message.
        var word = waits && current?.DetailStatus is { Length: > 0 } detail ? detail : null;
        var isSentence = word?.Contains(' ') == true;
        return new ContainerInstance
        {
            Current = waits ? null : Run(current!, current!.State == "Terminated"),
            Previous = view?.PreviousState is { } previous ? Run(previous, true) : null,
            Restarts = view?.RestartCount ?? 0,
            WaitingReason = isSentence ? null : word,
            WaitingMessage = isSentence ? word : null,
            Ready = ready,
        };
    }

    private static ContainerRun? Run(ContainerState state, bool over)
    {
        if (!over) return new ContainerRun(state.StartOn);
        if (state.ExitCode is null && state.FinishOn is null) return null;
        var isSentence = state.DetailStatus?.Contains(' ') == true;
        return new ContainerRun(state.StartOn, state.FinishOn, state.ExitCode ?? 0, isSentence ? null : state.DetailStatus, isSentence ? state.DetailStatus : null);
    }

    // ARM accepted the group and could not make it: nothing in it ever ran. ACI may go on trying, so such a group is to be deleted.
    private static string? Failure(ContainerGroupData group)
    {
        if (group.ProvisioningState != "Failed" || group.Containers.Any(container => container.InstanceView?.CurrentState?.StartOn is not null)) return null;
        var told = (group.InstanceView?.Events ?? []).Concat(group.Containers.SelectMany(container => container.InstanceView?.Events ?? []))
            .Where(happening => happening.EventType == ContainerEventType.Warning).MaxBy(happening => happening.LastTimestamp)?.Message;
        return told ?? "Azure could not create the container group";
    }

    private static IEnumerable<PodWarning> Warnings(ContainerGroupData group) =>
        from container in @group.Containers
        from told in container.InstanceView?.Events ?? []
        where told.EventType == ContainerEventType.Warning && told.LastTimestamp is not null
        orderby told.LastTimestamp
        select new PodWarning(container.Name, told.Name ?? "Warning", told.Message ?? "", told.LastTimestamp!.Value);
}
