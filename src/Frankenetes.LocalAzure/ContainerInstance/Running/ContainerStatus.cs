using Frankenetes.LocalAzure.ContainerInstance.Model;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>Where one container of a group stands.</summary>
internal sealed record ContainerStatus
{
    /// <summary>The engine's id of the present container; null when there is none.</summary>
    public string? ContainerId { get; init; }

    public int RestartCount { get; init; }

    public ContainerState Current { get; init; } = new() { State = "Waiting" };

    /// <summary>Null before the first restart.</summary>
    public ContainerState? Previous { get; init; }

    public List<InstanceEvent> Events { get; init; } = [];
}
