using System.Text.Json;
using Frankenetes.PodTranslation.Probes;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>Probes run by the pod agent: one request stays open for as long as the container runs, and brings changes of results. A liveness probe that ACI cannot run and that fails ends the container, which ACI starts again.</summary>
internal sealed class AgentProbes(AgentConnections agents, AgentEndings endings, TimeProvider time) : IProbeWatch
{
    public async Task WatchProbesAsync(V1Pod pod, V1Container container, Action<ProbeChange> changed, CancellationToken cancellationToken)
    {
        try
        {
            if (AgentActions.NeedsTls(container))
            {
                await AskAsync(pod, container, changed, cancellationToken).ConfigureAwait(false);
                return;
            }
            await using var channel = await OpenAsync(pod, container, new AgentRequest { Probes = AgentActions.Probes(container) }, cancellationToken).ConfigureAwait(false);
            await FollowAsync(channel, pod, container, changed, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionException broke)
        {
            throw new ProviderException(ProviderFailure.Unreachable, "PodAgentUnreachable", broke.Message, broke);
        }
    }

    private async Task<AgentChannel> OpenAsync(V1Pod pod, V1Container container, AgentRequest request, CancellationToken cancellationToken) =>
        await agents.OpenAsync(PodKey.Of(pod), container.Name, request, cancellationToken).ConfigureAwait(false)
        ?? throw new ProviderException(ProviderFailure.Unsupported, "ProbeNotWatched", $"container {container.Name} has no pod agent");

    // Where one of them needs TLS all are asked from here, one by one: each waits for the startup probe, whoever can ask it.
    private async Task AskAsync(V1Pod pod, V1Container container, Action<ProbeChange> changed, CancellationToken cancellationToken)
    {
        var asked = container with { LivenessProbe = AgentActions.Liveness(container) };
        var ending = Task.CompletedTask;
        try
        {
            await new ProbeLoop(asked, (probe, token) => OnceAsync(pod, container, probe, token), End, changed, time).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Asked again meanwhile, it would be ended twice.
            await ending.ConfigureAwait(false);
        }

        void End()
        {
            if (ending.IsCompleted) ending = endings.EndContainerAsync(pod, container, cancellationToken);
        }
    }

    private async Task<string?> OnceAsync(V1Pod pod, V1Container container, V1Probe probe, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(probe.TimeoutSeconds ?? 1);
        var get = ProbeTranslator.IsHttps(probe.HttpGet) ? probe.HttpGet : null;
        var request = get is not null ? AgentHttps.Way(get, container) : new AgentRequest { Hook = new AgentHookCall(AgentActions.Once(probe, container), limit.TotalSeconds) };
        await using var channel = await OpenAsync(pod, container, request, cancellationToken).ConfigureAwait(false);
        return get is not null ? await AgentHttps.GetAsync(channel, container, get, limit, cancellationToken).ConfigureAwait(false)
            : (await AgentCommands.EndAsync(channel, cancellationToken).ConfigureAwait(false)).Error;
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
            if (kind != ProbeKind.Readiness && !told.Succeeds) await endings.EndContainerAsync(pod, container, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ProbeKind? Kind(string probe) => probe switch
    {
        "startup" => ProbeKind.Startup,
        "readiness" => ProbeKind.Readiness,
        "liveness" => ProbeKind.Liveness,
        _ => null,
    };
}
