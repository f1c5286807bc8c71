namespace Frankenetes.Clusters.Records;

/// <summary>What a clone came from.</summary>
/// <param name="Cluster">The original's name.</param>
/// <param name="ClusterId">The original's id.</param>
/// <param name="Checkpoint">The original's checkpoint; null: its final snapshot.</param>
/// <param name="FormerDataAccounts">The data accounts of the original and of its own originals: what pods call so is this cluster's own data account.</param>
internal sealed record CloneRecord(string Cluster, Guid ClusterId, string? Checkpoint, IReadOnlyList<string> FormerDataAccounts);
