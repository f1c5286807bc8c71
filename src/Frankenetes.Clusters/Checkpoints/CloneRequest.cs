using Frankenetes.Clusters.Plans;

namespace Frankenetes.Clusters.Checkpoints;

/// <summary>The clone that is wanted.</summary>
/// <param name="Source">The cluster that is cloned.</param>
/// <param name="Checkpoint">Its checkpoint; null: its final snapshot, for which it must be suspended.</param>
/// <param name="NewName">The clone's name.</param>
/// <param name="Location">The clone's region; null takes the original's.</param>
/// <param name="SkipVolumes">Whether the shares of the cluster's volumes come up empty.</param>
internal sealed record CloneRequest(string Source, string? Checkpoint, string NewName, string? Location, bool SkipVolumes)
{
    /// <summary>Checks what can be checked without a call.</summary>
    /// <exception cref="Contracts.FrankenetesException">InvalidClusterName, InvalidLocation, InvalidCheckpointName or ClusterExists.</exception>
    public CloneRequest Checked()
    {
        ClusterNames.Check(NewName);
        if (Location is not null)
            ClusterNames.CheckLocation(Location);
        if (Checkpoint is not null)
            CheckpointName.Check(Checkpoint);
        if (NewName == Source)
            throw new Contracts.FrankenetesException(Contracts.ErrorCatalog.ClusterExists, $"A clone of '{Source}' cannot be called the same.", NewName);
        return this;
    }

    /// <summary>What will be made, for -WhatIf and -Confirm.</summary>
    public string Describe() =>
        $"Make cluster '{NewName}' of {(Checkpoint is null ? "the final snapshot" : $"checkpoint '{Checkpoint}'")} of cluster '{Source}', {(SkipVolumes ? "its volumes empty" : "its volumes copied")}.";
}
