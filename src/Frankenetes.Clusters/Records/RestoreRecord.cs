namespace Frankenetes.Clusters.Records;

/// <summary>The checkpoint that the next start of the control plane begins from.</summary>
/// <param name="Checkpoint">Its name.</param>
/// <param name="ClusterId">The cluster that it was made of: another one than the record's makes this a clone.</param>
internal sealed record RestoreRecord(string Checkpoint, Guid ClusterId);
