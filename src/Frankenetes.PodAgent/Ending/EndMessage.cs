namespace Frankenetes.PodAgent.Ending;

/// <summary>How far the end has come.</summary>
/// <param name="Stage">hook: the hook is over; signal: the first process has the signal.</param>
/// <param name="Error">Why the hook failed; null where it did not.</param>
internal sealed record EndMessage(string Stage, string? Error = null);
