using Frankenetes.PodTranslation.Probes;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>Ends a pod's containers as a kubelet would, through their agents: preStop, SIGTERM, and at most the grace.</summary>
internal sealed class AgentEndings(AgentConnections agents, TimeProvider time)
{
    private const double DefaultGraceSeconds = 30;

    // What the hook may take beyond the grace, and the way there.
    private static readonly TimeSpan _slack = TimeSpan.FromSeconds(5);

    /// <summary>Returns when all containers have ended, when the grace is over, and at once where none has an agent. Whether any was told.</summary>
    public async Task<bool> TerminateAsync(V1Pod pod, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (grace <= TimeSpan.Zero) return false;
        using var limit = new CancellationTokenSource(grace + _slack, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return (await Task.WhenAll(pod.Spec.Containers.Select(container => TerminateAsync(pod, container, grace, either.Token))).ConfigureAwait(false)).Contains(true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The grace is over.
            return true;
        }
    }

    /// <summary>Ends one container with the pod's grace.</summary>
    public Task EndContainerAsync(V1Pod pod, V1Container container, CancellationToken cancellationToken) =>
        TerminateAsync(pod, container, TimeSpan.FromSeconds(pod.Spec.TerminationGracePeriodSeconds ?? DefaultGraceSeconds), cancellationToken);

    private async Task<bool> TerminateAsync(V1Pod pod, V1Container container, TimeSpan grace, CancellationToken cancellationToken)
    {
        var (hook, left) = (AgentActions.PreStop(container), grace);
        if (container.Lifecycle?.PreStop?.HttpGet is { } get && ProbeTranslator.IsHttps(get))
        {
            var began = time.GetTimestamp();
            await TellAsync(pod, container, AgentHttps.Way(get, container), channel => AgentHttps.GetAsync(channel, container, get, grace, cancellationToken), cancellationToken).ConfigureAwait(false);
            (hook, left) = (null, grace - time.GetElapsedTime(began));
        }
        // A kubelet gives the process a moment even where the hook took all the time.
        var request = new AgentRequest { Terminate = new AgentEnd(hook, Math.Max(0, left.TotalSeconds)) };
        return await TellAsync(pod, container, request, channel => AgentCommands.EndAsync(channel, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> TellAsync(V1Pod pod, V1Container container, AgentRequest request, Func<AgentChannel, Task> follow, CancellationToken cancellationToken)
    {
        var told = false;
        try
        {
            await using var channel = await agents.OpenAsync(PodKey.Of(pod), container.Name, request, cancellationToken).ConfigureAwait(false);
            if (channel is null) return false;
            told = true;
            await follow(channel).ConfigureAwait(false);
        }
        catch (SessionException)
        {
            // It does not run, or does not run any more.
        }
        return told;
    }
}
