using System.Text.Json;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>Probes run by the pod agent: one request stays open for as long as the container runs, and brings changes of results. A liveness probe that ACI cannot run and that fails ends the container, which ACI starts again.</summary>
internal sealed class AgentProbes(AgentConnections agents) : IProbeWatch
{
    private const double DefaultGraceSeconds = 30;

    public async Task WatchProbesAsync(V1Pod pod, V1Container container, Action<ProbeChange> changed, CancellationToken cancellationToken)
    {
        if (AgentActions.NeedsTls(container)) throw new ProviderException(ProviderFailure.Unsupported, "ProbeNotWatched", $"the pod agent cannot ask container {container.Name} over HTTPS");
        try
        {
            var request = new AgentRequest { Probes = AgentActions.Probes(container) };
            await using var channel = await agents.OpenAsync(PodKey.Of(pod), container.Name, request, cancellationToken).ConfigureAwait(false)
                ?? throw new ProviderException(ProviderFailure.Unsupported, "ProbeNotWatched", $"container {container.Name} has no pod agent");
            await FollowAsync(channel, pod, container, changed, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionException broke)
        {
            throw new ProviderException(ProviderFailure.Unreachable, "PodAgentUnreachable", broke.Message, broke);
        }
    }

    private async Task FollowAsync(AgentChannel channel, V1Pod pod, V1Container container, Action<ProbeChange> changed, CancellationToken cancellationToken)
    {
        while (true)
        {
            AgentFrame frame;
            try
            {
                frame = await channel.NextAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (SessionException)
            {
                // The container's end is the session's.
                return;
            }
            if (frame.Kind == AgentFrame.Result) return;
            if (frame.Kind != AgentFrame.Message || JsonSerializer.Deserialize(frame.Payload, AgentJson.Default.AgentProbeMessage) is not { } told || Kind(told.Probe) is not { } kind) continue;
            changed(new ProbeChange(kind, told.Succeeds, told.Message));
            if (kind != ProbeKind.Readiness && !told.Succeeds) await EndAsync(pod, container, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EndAsync(V1Pod pod, V1Container container, CancellationToken cancellationToken)
    {
        var request = new AgentRequest { Terminate = new AgentEnd(AgentActions.PreStop(container), pod.Spec.TerminationGracePeriodSeconds ?? DefaultGraceSeconds) };
        await using var ending = await agents.OpenAsync(PodKey.Of(pod), container.Name, request, cancellationToken).ConfigureAwait(false);
        if (ending is null) return;
        while ((await ending.NextAsync(cancellationToken).ConfigureAwait(false)).Kind != AgentFrame.Result) continue;
    }

    private static ProbeKind? Kind(string probe) => probe switch
    {
        "startup" => ProbeKind.Startup,
        "readiness" => ProbeKind.Readiness,
        "liveness" => ProbeKind.Liveness,
        _ => null,
    };
}
