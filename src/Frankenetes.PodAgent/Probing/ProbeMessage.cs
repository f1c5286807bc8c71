namespace Frankenetes.PodAgent.Probing;

/// <summary>A probe's result is not what it was; the first result of each is told too.</summary>
/// <param name="Probe">startup, readiness or liveness.</param>
/// <param name="Succeeds">After as many equal answers in a row as the thresholds ask for.</param>
/// <param name="Message">Why it fails; null where it succeeds.</param>
internal sealed record ProbeMessage(string Probe, bool Succeeds, string? Message = null);
