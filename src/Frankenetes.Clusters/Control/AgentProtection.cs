namespace Frankenetes.Clusters.Control;

/// <summary>The <c>protection</c> of the keeper's acknowledgement.</summary>
/// <param name="Revision">Everything up to this revision stands in storage; null = not known yet.</param>
/// <param name="UnprotectedSince">Since when changes do not reach storage; null = they do.</param>
/// <param name="At">When this was so; renewed every 30 s.</param>
internal sealed record AgentProtection(long? Revision, DateTimeOffset? UnprotectedSince, DateTimeOffset At);
