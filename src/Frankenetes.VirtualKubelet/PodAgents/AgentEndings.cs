using System.Diagnostics;
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

    /// <summary>Returns when all containers have ended, when the grace is over, and at once where none has an agent.</summary>
    public async Task TerminateAsync(V1Pod pod, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (grace <= TimeSpan.Zero) return;
        using var limit = new CancellationTokenSource(grace + _slack, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await Task.WhenAll(pod.Spec.Containers.Select(container => TerminateAsync(agents, pod, container, grace, either.Token))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The grace is over.
        }
    }

    /// <summary>Ends one container with the pod's grace.</summary>
    public static Task EndContainerAsync(AgentConnections agents, V1Pod pod, V1Container container, CancellationToken cancellationToken) =>
        TerminateAsync(agents, pod, container, TimeSpan.FromSeconds(pod.Spec.TerminationGracePeriodSeconds ?? DefaultGraceSeconds), cancellationToken);

    private static async Task TerminateAsync(AgentConnections agents, V1Pod pod, V1Container container, TimeSpan grace, CancellationToken cancellationToken)
    {
        var hook = AgentActions.PreStop(container);
        try
        {
            if (container.Lifecycle?.PreStop?.HttpGet is { } get && AgentHttps.Is(get))
            {
                var began = Stopwatch.GetTimestamp();
                await new AgentHttps(agents.OpenAsync).GetAsync(pod, container, get, grace, cancellationToken).ConfigureAwait(false);
                (hook, grace) = (null, grace - Stopwatch.GetElapsedTime(began));
            }
            // A kubelet gives the process a moment even where the hook took all the time.
            var request = new AgentRequest { Terminate = new AgentEnd(hook, Math.Max(0, grace.TotalSeconds)) };
            await using var channel = await agents.OpenAsync(PodKey.Of(pod), container.Name, request, cancellationToken).ConfigureAwait(false);
            if (channel is null) return;
            await AgentCommands.EndAsync(channel, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionException)
        {
            // It does not run, or does not run any more.
        }
    }
}
