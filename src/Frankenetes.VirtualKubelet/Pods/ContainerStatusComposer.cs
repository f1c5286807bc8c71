using System.Security.Cryptography;
using System.Text;
using Frankenetes.VirtualKubelet.Pods.Probing;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>One container's status from what the provider has of it.</summary>
internal static class ContainerStatusComposer
{
    /// <param name="container">The container as the pod has it.</param>
    /// <param name="seen">What the provider says of it; null while it says nothing.</param>
    /// <param name="before">Its status as it was told last; null: never.</param>
    /// <param name="idPrefix">For the container's id: <c>aci://</c> and the pod's UID.</param>
    /// <param name="earlierStarts">How often it was started in instances before this one.</param>
    /// <param name="idle">The reason to give while it waits and the provider gives none.</param>
    /// <param name="probes">What its probes told; null: nobody watches them.</param>
    public static V1ContainerStatus Compose(
        V1Container container, ContainerInstance? seen, V1ContainerStatus? before, (string Scheme, string Uid) idPrefix, int earlierStarts, string idle, ProbeResults? probes)
    {
        var state = State(seen, idle);
        var last = seen?.Previous is { } previous ? Terminated(previous) : earlierStarts > 0 ? before?.LastState?.Terminated : null;
        var started = state.Running?.StartedAt ?? state.Terminated?.StartedAt ?? (seen?.Previous is null ? null : last?.StartedAt);
        var running = state.Running is not null;
        var up = running && probes is not { Startup: false } && (container.StartupProbe is null || probes is { Startup: true });
        return new V1ContainerStatus
        {
            Name = container.Name,
            Image = container.Image,
            // Where no digest is told, the name is all that is known.
            ImageID = seen?.ImageId ?? (started is null ? "" : container.Image),
            ContainerID = started is null ? null : $"{idPrefix.Scheme}://{Id(idPrefix.Uid, container.Name, started.Value)}",
            State = state,
            LastState = last is null ? new V1ContainerState() : new V1ContainerState { Terminated = last },
            RestartCount = earlierStarts + (seen?.Restarts ?? 0),
            Ready = up && IsReady(container, seen, probes),
            Started = up,
        };
    }

    private static bool IsReady(V1Container container, ContainerInstance? seen, ProbeResults? probes) =>
        container.ReadinessProbe is null || (probes?.Readiness ?? seen?.Ready ?? false);

    private static V1ContainerState State(ContainerInstance? seen, string idle) => seen?.Current switch
    {
        { IsOver: true } ended => new V1ContainerState { Terminated = Terminated(ended) },
        { } runs => new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = Seconds(runs.StartedAt) } },
        null => new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = seen?.WaitingReason ?? idle, Message = seen?.WaitingMessage } },
    };

    private static V1ContainerStateTerminated Terminated(ContainerRun run)
    {
        var code = run.ExitCode ?? 0;
        return new V1ContainerStateTerminated
        {
            ExitCode = code,
            Reason = run.Reason ?? (code == 0 ? "Completed" : "Error"),
            Message = run.Message,
            StartedAt = Seconds(run.StartedAt),
            FinishedAt = Seconds(run.FinishedAt),
        };
    }

    // The API server keeps no fractions: with them, every look would seem to bring news.
    private static DateTime? Seconds(DateTimeOffset? moment) => moment is { } known ? known.UtcDateTime.AddTicks(-(known.UtcTicks % TimeSpan.TicksPerSecond)) : null;

    private static string Id(string uid, string container, DateTime started) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{uid}/{container}/{started:O}")));
}
