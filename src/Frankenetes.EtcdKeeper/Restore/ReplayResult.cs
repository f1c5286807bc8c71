namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>How far a replay came.</summary>
/// <param name="Revision">The store's revision after it.</param>
/// <param name="Replayed">The revisions that came from the log.</param>
/// <param name="LastAt">When the newest of them was made; null = none was replayed.</param>
/// <param name="EndsInOrder">The log says that its keeper ended in order, so that nothing is missing.</param>
/// <param name="Torn">Where the log was torn off; null = nowhere.</param>
/// <param name="Damage">What was found changed or missing; null = nothing.</param>
internal sealed record ReplayResult(long Revision, long Replayed, DateTimeOffset? LastAt, bool EndsInOrder, string? Torn, string? Damage);
