using System.Text.Json;
using Frankenetes.Clusters.Observation;

namespace Frankenetes.Clusters.Pods;

/// <summary>What stands under STATUS in kubectl's table. Source: printPod in kubernetes/pkg/printers/internalversion/printers.go.</summary>
internal static class PodStatusText
{
    private const string Completed = "Completed";

    public static string Of(JsonElement metadata, JsonElement spec, JsonElement status)
    {
        var reason = status.Text("reason") ?? status.Text("phase") ?? "Unknown";
        var text = InitText(spec, status) ?? ContainerText(status, reason);
        if (metadata.Member("deletionTimestamp").ValueKind == JsonValueKind.Undefined)
            return text;
        return reason == "NodeLost" ? "Unknown" : "Terminating";
    }

    // The first container that has something to say is heard; one that has ended well, only where no other one runs.
    private static string ContainerText(JsonElement status, string reason)
    {
        var containers = status.Items("containerStatuses").ToList();
        var text = containers.Select(Reason).FirstOrDefault(word => word is not null) ?? reason;
        if (text != Completed || !containers.Any(container => container.Flag("ready") && container.Member("state").Member("running").ValueKind != JsonValueKind.Undefined))
            return text;
        var isReady = status.Items("conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");
        return isReady ? "Running" : "NotReady";
    }

    private static string? InitText(JsonElement spec, JsonElement status)
    {
        // A sidecar (an init container that is always restarted) is done with its part once it has started.
        var sidecars = spec.Items("initContainers").Where(init => init.Text("restartPolicy") == "Always").Select(init => init.Text("name")).ToHashSet();
        var inits = status.Items("initContainerStatuses").ToList();
        var waiting = inits.FindIndex(init => !(IsDone(init) || (sidecars.Contains(init.Text("name")) && init.Flag("started"))));
        if (waiting < 0)
            return null;
        return Reason(inits[waiting]) is { } reason and not "PodInitializing" ? $"Init:{reason}" : $"Init:{waiting}/{inits.Count}";
    }

    private static bool IsDone(JsonElement init) => init.Member("state").Member("terminated").Number("exitCode") == 0;

    private static string? Reason(JsonElement container)
    {
        var state = container.Member("state");
        if (state.Member("waiting").Text("reason") is { Length: > 0 } waiting)
            return waiting;
        var end = state.Member("terminated");
        if (end.ValueKind != JsonValueKind.Object)
            return null;
        if (end.Text("reason") is { Length: > 0 } reason)
            return reason;
        return end.Number("signal") is { } signal and not 0 ? $"Signal:{signal}" : $"ExitCode:{end.Number("exitCode") ?? -1}";
    }
}
