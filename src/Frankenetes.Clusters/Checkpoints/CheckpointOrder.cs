namespace Frankenetes.Clusters.Checkpoints;

/// <summary>What is asked of the keeper: the checkpoint's name, and what its manifest is to say besides.</summary>
/// <param name="Name">One that <see cref="CheckpointName.Check"/> lets pass.</param>
/// <param name="Description">Null: none.</param>
/// <param name="KubernetesVersion">What the cluster runs.</param>
internal sealed record CheckpointOrder(string Name, string? Description, string KubernetesVersion);
