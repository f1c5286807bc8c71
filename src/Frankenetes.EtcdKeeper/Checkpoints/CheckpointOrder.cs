namespace Frankenetes.EtcdKeeper.Checkpoints;

/// <summary>What a checkpoint is to be called, and what its manifest says besides of it.</summary>
internal sealed record CheckpointOrder
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? KubernetesVersion { get; init; }
}
