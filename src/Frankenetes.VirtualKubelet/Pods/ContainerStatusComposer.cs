using System.Security.Cryptography;
using System.Text;
using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>One container's status from ACI's instance view.</summary>
internal static class ContainerStatusComposer
{
    /// <param name="container">The container as the pod has it.</param>
    /// <param name="view">What ACI says of it; null while it says nothing.</param>
    /// <param name="groupId">For the container's id.</param>
    /// <param name="earlierStarts">How often it was started in groups before this one.</param>
    /// <param name="idle">The reason to give while it waits and ACI gives none.</param>
    /// <param name="ready">Whether it is ready if it runs.</param>
    public static V1ContainerStatus Compose(V1Container container, ContainerInstanceView? view, string groupId, int earlierStarts, string idle, bool ready)
    {
        var state = State(view?.CurrentState, idle);
        var last = view?.PreviousState is { } previous ? Terminated(previous) : null;
        var started = state.Running?.StartedAt ?? state.Terminated?.StartedAt ?? last?.StartedAt;
        return new V1ContainerStatus
        {
            Name = container.Name,
            Image = container.Image,
            // ACI tells no digest: the name is all that is known.
            ImageID = started is null ? "" : container.Image,
            ContainerID = started is null ? null : $"aci://{Id(groupId, container.Name, started.Value)}",
            State = state,
            LastState = last is null ? new V1ContainerState() : new V1ContainerState { Terminated = last },
            RestartCount = earlierStarts + (view?.RestartCount ?? 0),
            Ready = ready && state.Running is not null,
            Started = state.Running is not null,
        };
    }

    private static V1ContainerState State(ContainerState? state, string idle) => state?.State switch
    {
        "Running" => new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = Seconds(state.StartOn) } },
        "Terminated" => new V1ContainerState { Terminated = Terminated(state) },
        _ => new V1ContainerState { Waiting = Waiting(state?.DetailStatus, idle) },
    };

    // A reason is one word in Kubernetes; a sentence of ACI's is a message.
    private static V1ContainerStateWaiting Waiting(string? detail, string idle) =>
        string.IsNullOrEmpty(detail) ? new() { Reason = idle }
        : detail.Contains(' ') ? new() { Reason = idle, Message = detail }
        : new() { Reason = detail };

    private static V1ContainerStateTerminated? Terminated(ContainerState state)
    {
        if (state.ExitCode is null && state.FinishOn is null) return null;
        var code = state.ExitCode ?? 0;
        return new V1ContainerStateTerminated
        {
            ExitCode = code,
            Reason = string.IsNullOrEmpty(state.DetailStatus) || state.DetailStatus.Contains(' ') ? (code == 0 ? "Completed" : "Error") : state.DetailStatus,
            Message = state.DetailStatus?.Contains(' ') == true ? state.DetailStatus : null,
            StartedAt = Seconds(state.StartOn),
            FinishedAt = Seconds(state.FinishOn),
        };
    }

    // The API server keeps no fractions: with them, every look would seem to bring news.
    private static DateTime? Seconds(DateTimeOffset? moment) => moment is { } known ? known.UtcDateTime.AddTicks(-(known.UtcTicks % TimeSpan.TicksPerSecond)) : null;

    private static string Id(string groupId, string container, DateTime started) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{groupId.ToUpperInvariant()}/{container}/{started:O}")));
}
