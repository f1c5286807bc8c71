using Frankenetes.PodTranslation.Probes;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>postStart hooks called by the pod agent. A kubelet gives them no limit; a day ends one that hangs.</summary>
internal sealed class AgentStartHooks(AgentConnections agents, AgentEndings endings) : IStartHooks
{
    private static readonly TimeSpan _limit = TimeSpan.FromDays(1);

    public async Task<string?> CallAsync(V1Pod pod, V1Container container, CancellationToken cancellationToken)
    {
        if (AgentActions.PostStart(container) is not { } hook) return null;
        var get = ProbeTranslator.IsHttps(container.Lifecycle.PostStart.HttpGet) ? container.Lifecycle.PostStart.HttpGet : null;
        try
        {
            var request = get is not null ? AgentHttps.Way(get, container) : new AgentRequest { Hook = new AgentHookCall(hook, _limit.TotalSeconds) };
            await using var channel = await agents.OpenAsync(PodKey.Of(pod), container.Name, request, cancellationToken).ConfigureAwait(false);
            if (channel is null) return "the container has no pod agent that could call it";
            return get is not null ? await AgentHttps.GetAsync(channel, container, get, _limit, cancellationToken).ConfigureAwait(false)
                : (await AgentCommands.EndAsync(channel, cancellationToken).ConfigureAwait(false)).Error;
        }
        catch (SessionException broke)
        {
            throw new ProviderException(ProviderFailure.Unreachable, "PodAgentUnreachable", broke.Message, broke);
        }
    }

    public Task EndAsync(V1Pod pod, V1Container container, CancellationToken cancellationToken) => endings.EndContainerAsync(pod, container, cancellationToken);
}
