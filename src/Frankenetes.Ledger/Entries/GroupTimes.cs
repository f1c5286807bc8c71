using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.Ledger.Entries;

/// <summary>Since when and until when Azure worked on a group, by its own word. Times are the service's, to the second or better.</summary>
internal static class GroupTimes
{
    /// <summary>The first thing that it tells of, which is the pull of the first image; null when it tells nothing yet.</summary>
    /// <param name="group">With its instance view.</param>
    /// <param name="after">What happened up to here belongs to an earlier run; null: nothing does.</param>
    public static DateTimeOffset? StartOf(ContainerGroupData group, DateTimeOffset? after = null)
    {
        var told = Views(group).SelectMany(view => (view.Events ?? []).Select(told => told.FirstTimestamp).Append(view.CurrentState?.StartOn).Append(view.PreviousState?.StartOn));
        return told.Where(time => time is not null && (after is null || time > after)).Min();
    }

    /// <summary>When the last container ended; null while any of them runs or is to run again.</summary>
    public static DateTimeOffset? EndOf(ContainerGroupData group) =>
        group.InstanceView?.State is "Succeeded" or "Failed" or "Stopped" or "Terminated" ? Views(group).Max(view => view.CurrentState?.FinishOn) : null;

    private static IEnumerable<ContainerInstanceView> Views(ContainerGroupData group) =>
        group.Containers.Select(container => container.InstanceView).Concat((group.InitContainers ?? []).Select(container => container.InstanceView)).OfType<ContainerInstanceView>();
}
