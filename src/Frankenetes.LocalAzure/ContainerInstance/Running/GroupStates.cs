namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>What a group and its containers are said to be, and what a transition makes of it.</summary>
internal static class GroupStates
{
    /// <summary>The instance view's state of the whole group.</summary>
    public static string Of(GroupRecord group)
    {
        if (group.Desired == DesiredState.Stopped)
            return "Stopped";
        var containers = group.Properties.Containers!.Select(c => group.StatusOf(c.Name!)).ToList();
        var failedInit = (group.Properties.InitContainers ?? []).Select(c => group.StatusOf(c.Name!).Current)
            .Any(s => s is { State: "Terminated", ExitCode: not 0 }) && Never(group);
        if (group.ProvisioningState == "Failed" || failedInit)
            return "Failed";
        if (containers.All(c => c.Current.State == "Terminated"))
            return Ended(group, containers);
        return containers.Any(c => c.Current.State == "Running" || c.RestartCount > 0 || c.Current.State == "Terminated") ? "Running" : "Pending";
    }

    /// <summary>A group about to be brought up: nothing of its last life is left but its events.</summary>
    public static GroupRecord Creating(GroupRecord group, DateTimeOffset now) => group with
    {
        ProvisioningState = "Creating",
        PauseId = null,
        Initialized = false,
        Statuses = group.Properties.Containers!.Concat(group.Properties.InitContainers ?? []).ToDictionary(
            c => c.Name!,
            c => new ContainerStatus { Events = EventLog.Add([], now, "Pulled", $"Successfully pulled image \"{c.Properties!.Image}\"") }),
    };

    public static GroupRecord Stopped(GroupRecord group, DateTimeOffset now) => group with
    {
        ProvisioningState = "Succeeded",
        Desired = DesiredState.Stopped,
        PauseId = null,
        Address = null,
        Statuses = group.Statuses.ToDictionary(s => s.Key, s => s.Value with
        {
            ContainerId = null,
            Current = s.Value.Current.State == "Running"
                ? s.Value.Current with { State = "Terminated", FinishTime = now, ExitCode = 137, DetailStatus = "Stopped" }
                : s.Value.Current,
        }),
    };

    /// <summary>All have ended: for good, unless the policy is about to start one again.</summary>
    private static string Ended(GroupRecord group, List<ContainerStatus> containers)
    {
        var policy = new RestartPolicy(group.Properties.RestartPolicy);
        if (containers.Any(c => policy.Restarts(c.Current.ExitCode ?? 0)))
            return "Running";
        return containers.All(c => c.Current.ExitCode == 0) ? "Succeeded" : "Failed";
    }

    private static bool Never(GroupRecord group) => string.Equals(group.Properties.RestartPolicy, "Never", StringComparison.OrdinalIgnoreCase);
}
