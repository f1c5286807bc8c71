using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>
/// Whether a running container is ready. ACI probes but tells failures alone, as events named <c>Unhealthy</c>; each failed probe counts one up. So a container with
/// a readiness probe is ready when its probe has had the time to run and no failure was told for longer than a probe's period.
/// </summary>
internal static class Readiness
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <param name="probe">The container's readiness probe; null: running is ready.</param>
    /// <param name="view">ACI's view of the container.</param>
    /// <param name="now">The present.</param>
    public static bool Of(V1Probe? probe, ContainerInstanceView? view, DateTimeOffset now)
    {
        if (probe is null) return true;
        if (view?.CurrentState?.StartOn is not { } started) return false;
        var onceRound = TimeSpan.FromSeconds((probe.PeriodSeconds ?? 10) + (probe.TimeoutSeconds ?? 1)) + Slack;
        var first = started + TimeSpan.FromSeconds((probe.InitialDelaySeconds ?? 0) + (probe.TimeoutSeconds ?? 1)) + Slack;
        if (now < first) return false;
        var failed = (view.Events ?? []).Where(IsReadinessFailure).Max(told => told.LastTimestamp);
        return failed is null || failed < started || now - failed > onceRound;
    }

    private static bool IsReadinessFailure(ContainerEvent told) =>
        told.Name == "Unhealthy" && told.Message?.Contains("liveness", StringComparison.OrdinalIgnoreCase) != true;
}
