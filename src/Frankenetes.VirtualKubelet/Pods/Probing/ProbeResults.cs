namespace Frankenetes.VirtualKubelet.Pods.Probing;

/// <summary>What the probes of one run of a container told last. A member is null whose probe has told nothing yet.</summary>
internal sealed record ProbeResults(bool? Startup, bool? Readiness);
