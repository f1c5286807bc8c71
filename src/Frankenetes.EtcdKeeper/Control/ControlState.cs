using Frankenetes.EtcdKeeper.Checkpoints;

namespace Frankenetes.EtcdKeeper.Control;

/// <summary>control/state.json: what the cmdlets ask of the agents. docs/contracts.md section 4.</summary>
internal sealed record ControlState
{
    public required int Epoch { get; init; }

    public required ControlRequest Request { get; init; }

    public required string RequestId { get; init; }

    /// <summary>What a request for a checkpoint is about; null in any other.</summary>
    public CheckpointOrder? Checkpoint { get; init; }
}
