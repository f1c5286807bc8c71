namespace Frankenetes.VirtualKubelet.Control;

/// <summary>What the virtual kubelet is doing, as its acknowledgement says.</summary>
internal enum KubeletPhase
{
    Running,
    Resuming,
    Frozen,

    /// <summary>Frozen, and the pods are ending.</summary>
    Stopping,

    /// <summary>Frozen, and no pod runs that could end.</summary>
    Stopped,
}

/// <summary>control/ack-virtual-kubelet-{node}.json.</summary>
internal sealed record Acknowledgement
{
    public required int Epoch { get; init; }

    public required string Agent { get; init; }

    public required string? RequestId { get; init; }

    public required KubeletPhase Phase { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Message { get; init; }

    /// <summary>While <see cref="KubeletPhase.Stopping"/>: how long that takes at most.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>Whether <see cref="LastWrite"/> tells anything: the API server's audit log could be read.</summary>
    public bool KnowsWrites { get; init; }

    /// <summary>The newest change of people or workloads when the request was heard; null where there was none in this epoch.</summary>
    public LastWrite? LastWrite { get; init; }
}
