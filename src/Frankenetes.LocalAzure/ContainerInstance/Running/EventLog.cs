using Frankenetes.LocalAzure.ContainerInstance.Model;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>Adds to a list of events as Kubernetes does: the same again counts up.</summary>
internal static class EventLog
{
    private const int Kept = 50;

    public static List<InstanceEvent> Add(List<InstanceEvent> events, DateTimeOffset now, string name, string message, bool warning = false)
    {
        var known = events.FindIndex(e => e.Name == name && e.Message == message);
        var added = known < 0
            ? new InstanceEvent { Count = 1, FirstTimestamp = now, LastTimestamp = now, Name = name, Message = message, Type = warning ? "Warning" : "Normal" }
            : events[known] with { Count = events[known].Count + 1, LastTimestamp = now };
        return [.. events.Where((_, i) => i != known).Append(added).TakeLast(Kept)];
    }
}
