namespace Frankenetes.Clusters.Control;

/// <summary>The <c>start</c> of the keeper's acknowledgement: how it brought the store back.</summary>
/// <param name="Exact">Whether it is to the revision what a suspend sealed.</param>
/// <param name="Revision">The highest revision of before that came back.</param>
/// <param name="Opened">The store's revision when the gate opened; null = it has not.</param>
/// <param name="LastAt">When the newest change that came back was made; null = not known.</param>
/// <param name="Complete">Whether the record says that nothing is missing.</param>
/// <param name="Remark">In words; null = nothing to say.</param>
internal sealed record AgentStart(bool Exact, long Revision, long? Opened, DateTimeOffset? LastAt, bool Complete, string? Remark);
