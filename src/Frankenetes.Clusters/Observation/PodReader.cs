using System.Text.Json;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Observation;

/// <summary>Reads pods (core/v1) the way kubectl's table shows them.</summary>
internal static class PodReader
{
    public static FrankenetesPod Read(JsonElement pod, string cluster, DateTimeOffset now)
    {
        var metadata = pod.GetProperty("metadata");
        var spec = pod.GetProperty("spec");
        var status = pod.GetProperty("status");
        var containers = status.Items("containerStatuses").ToList();
        var created = metadata.GetProperty("creationTimestamp").GetDateTimeOffset();
        return new FrankenetesPod
        {
            Name = metadata.GetProperty("name").GetString()!,
            Namespace = metadata.GetProperty("namespace").GetString()!,
            Uid = metadata.GetProperty("uid").GetString()!,
            ClusterName = cluster,
            Phase = status.Text("phase") ?? "Unknown",
            Status = Status(metadata, status, containers),
            Containers = spec.Items("containers").Count(),
            ReadyContainers = containers.Count(container => container.Flag("ready")),
            Restarts = containers.Sum(container => container.TryGetProperty("restartCount", out var count) ? count.GetInt32() : 0),
            IPAddress = status.Text("podIP"),
            NodeName = spec.Text("nodeName"),
            Images = [.. spec.Items("containers").Select(container => container.Text("image") ?? "")],
            Labels = metadata.TryGetProperty("labels", out var labels)
                ? labels.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "")
                : [],
            CreatedAt = created,
            Age = now - created,
        };
    }

    // kubectl's order: being deleted beats everything, then init containers, then a container's reason, then the pod's own.
    private static string Status(JsonElement metadata, JsonElement status, IReadOnlyList<JsonElement> containers)
    {
        if (metadata.TryGetProperty("deletionTimestamp", out _))
            return "Terminating";
        return InitStatus(status) ?? containers.Select(Reason).FirstOrDefault(reason => reason is not null)
            ?? status.Text("reason") ?? status.Text("phase") ?? "Unknown";
    }

    private static string? InitStatus(JsonElement status)
    {
        var inits = status.Items("initContainerStatuses").ToList();
        var waiting = inits.FindIndex(init => !IsDone(init));
        if (waiting < 0)
            return null;
        return Reason(inits[waiting]) is { } reason and not "PodInitializing" ? $"Init:{reason}" : $"Init:{waiting}/{inits.Count}";
    }

    private static bool IsDone(JsonElement init) =>
        init.TryGetProperty("state", out var state) && state.TryGetProperty("terminated", out var end)
        && end.TryGetProperty("exitCode", out var code) && code.GetInt32() == 0;

    private static string? Reason(JsonElement container)
    {
        if (!container.TryGetProperty("state", out var state))
            return null;
        if (state.TryGetProperty("waiting", out var waiting))
            return waiting.Text("reason");
        if (!state.TryGetProperty("terminated", out var end))
            return null;
        return end.Text("reason") ?? $"ExitCode:{(end.TryGetProperty("exitCode", out var code) ? code.GetInt32() : -1)}";
    }
}
