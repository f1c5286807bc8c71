using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>
/// Whether a running container is ready, where nothing inside the pod tells. ACI probes but tells failures alone, as events named <c>Unhealthy</c>; each failed probe counts one up. So a container with
/// a readiness probe is ready when its probe has had the time to run and no failure was told for longer than a probe's period.
/// </summary>
internal static class EventReadiness
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <param name="probe">What ACI was told to ask; null: nothing, and nothing is known.</param>
    /// <param name="view">ACI's view of the container.</param>
    /// <param name="now">The present.</param>
    public static bool? Of(ContainerProbe? probe, ContainerInstanceView? view, DateTimeOffset now)
    {
        if (probe is null) return null;
        if (view?.CurrentState?.StartOn is not { } started) return false;
        var onceRound = TimeSpan.FromSeconds((probe.PeriodInSeconds ?? 10) + (probe.TimeoutInSeconds ?? 1)) + Slack;
        var first = started + TimeSpan.FromSeconds((probe.InitialDelayInSeconds ?? 0) + (probe.TimeoutInSeconds ?? 1)) + Slack;
        if (now < first) return false;
        var failed = (view.Events ?? []).Where(IsReadinessFailure).Max(told => told.LastTimestamp);
        return failed is null || failed < started || now - failed > onceRound;
    }

    private static bool IsReadinessFailure(ContainerEvent told) =>
        told.Name == "Unhealthy" && told.Message?.Contains("liveness", StringComparison.OrdinalIgnoreCase) != true;
}
