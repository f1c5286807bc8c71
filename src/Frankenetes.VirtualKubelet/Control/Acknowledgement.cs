namespace Frankenetes.VirtualKubelet.Control;

/// <summary>What the virtual kubelet is doing, as its acknowledgement says.</summary>
internal enum KubeletPhase
{
    Running,
    Resuming,
    Frozen,
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
}
