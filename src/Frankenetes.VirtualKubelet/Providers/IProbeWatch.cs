using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>Which probe.</summary>
public enum ProbeKind
{
    /// <summary>Holds the others back until it succeeds.</summary>
    Startup,

    /// <summary>Whether the container takes requests.</summary>
    Readiness,

    /// <summary>Whether the container is to be started again; whoever runs the probe sees to that.</summary>
    Liveness,
}

/// <summary>A probe's result is not what it was.</summary>
/// <param name="Kind">Which probe.</param>
/// <param name="Succeeds">After as many equal answers in a row as the probe's thresholds ask for.</param>
/// <param name="Message">Why it fails, for people; null: it succeeds.</param>
public sealed record ProbeChange(ProbeKind Kind, bool Succeeds, string? Message);

/// <summary>A provider whose backend tells no probe's result implements this: something that sits beside the container runs the probes and tells.</summary>
public interface IProbeWatch
{
    /// <summary>
    /// Runs the container's startup, readiness and liveness probes for as long as the container's present run lasts, and tells every change of a result; the first result of each probe is a change. Returns
    /// when the run is over. The caller then looks at the instance, and watches again when there is a new run.
    /// </summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">A running container of it.</param>
    /// <param name="changed">Quick; called from one thread at a time.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="ProviderException"><see cref="ProviderFailure.Unsupported"/>: this pod's probes are not watched so (the backend's own results count); <see cref="ProviderFailure.Unreachable"/>: the line broke.</exception>
    Task WatchProbesAsync(V1Pod pod, V1Container container, Action<ProbeChange> changed, CancellationToken cancellationToken);
}
