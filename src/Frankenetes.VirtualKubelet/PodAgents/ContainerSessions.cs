using Frankenetes.PodTranslation;
using Frankenetes.PodTranslation.Starting;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>
/// Sessions in container groups. ACI itself offers a terminal for one program without arguments and no exit code; the pod agent makes of it all that users expect. In a pod without the agent a shell does what it can.
/// </summary>
/// <param name="store">The node's pods.</param>
/// <param name="agents">Sessions with pod agents.</param>
/// <param name="terminals">ACI's own terminals.</param>
internal sealed class ContainerSessions(PodStore store, AgentConnections agents, ContainerTerminals terminals) : IContainerSessions
{
    public async Task<int> ExecAsync(PodKey pod, string container, ExecRequest request, SessionStreams streams, CancellationToken cancellationToken)
    {
        var folder = Find(pod, container)?.WorkingDir is { Length: > 0 } said ? said : null;
        var asked = new AgentRequest { Exec = new AgentCommand(request.Command, request.Terminal, streams.Input is not null) { WorkingDirectory = folder } };
        if (await OpenAsync(pod, container, asked, cancellationToken).ConfigureAwait(false) is not { } channel)
            return await ShellCommands.RunAsync(terminals, pod, container, request, streams, cancellationToken).ConfigureAwait(false);
        await using (channel) return await AgentCommands.FollowAsync(channel, streams, cancellationToken).ConfigureAwait(false);
    }

    public async Task AttachAsync(PodKey pod, string container, ExecRequest request, SessionStreams streams, CancellationToken cancellationToken)
    {
        if (await JoinAsync(pod, container, streams, cancellationToken).ConfigureAwait(false)) return;
        if (streams.Input is not null) throw new SessionException("the container has no input that one could attach to: its pod does not ask for stdin; attach without -i, or exec");
        await using var terminal = await terminals.AttachAsync(pod, container, cancellationToken).ConfigureAwait(false);
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await ReadAsync(terminal, buffer, cancellationToken).ConfigureAwait(false)) > 0) await streams.Output.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
    }

    public async Task ForwardAsync(PodKey pod, int port, Stream connection, CancellationToken cancellationToken)
    {
        var known = store.Find(pod) ?? throw new SessionException($"there is no pod {pod} on this node");
        var request = new AgentRequest { Forward = new AgentForward(port) };
        SessionException? refusal = null;
        // The containers share their network: any that runs will do.
        foreach (var container in known.Spec.Containers)
        {
            AgentChannel? channel;
            try
            {
                channel = await OpenAsync(pod, container.Name, request, cancellationToken).ConfigureAwait(false);
            }
            catch (SessionException failed)
            {
                refusal ??= failed;
                continue;
            }
            if (channel is null) continue;
            await using (channel) await AgentCommands.RelayAsync(channel, connection, cancellationToken).ConfigureAwait(false);
            return;
        }
        throw refusal ?? new SessionException($"pod {pod} has no pod agent, and without it Azure offers no way to its ports");
    }

    // A program with input or a terminal has the pod agent as its parent, which takes clients in.
    private async Task<bool> JoinAsync(PodKey pod, string container, SessionStreams streams, CancellationToken cancellationToken)
    {
        if (Find(pod, container) is not { } known || (known.Stdin != true && known.Tty != true)) return false;
        var request = new AgentRequest { Attach = new AgentAttach(StartedPrograms.StateOf(container), streams.Input is not null) };
        if (await OpenAsync(pod, container, request, cancellationToken).ConfigureAwait(false) is not { } channel) return false;
        await using (channel)
        {
            try
            {
                await AgentCommands.FollowAsync(channel, streams, cancellationToken).ConfigureAwait(false);
            }
            catch (SessionException)
            {
                // The container's end may be quicker than the last word of its program's.
            }
        }
        return true;
    }

    private V1Container? Find(PodKey pod, string container) => store.Find(pod)?.Spec.Containers.FirstOrDefault(known => known.Name == container);

    private async Task<AgentChannel?> OpenAsync(PodKey pod, string container, AgentRequest request, CancellationToken cancellationToken) =>
        store.Find(pod) is { } known && !PodAnnotations.Of(known).IsOn(PodAnnotations.PodAgent, otherwise: true) ? null : await agents.OpenAsync(pod, container, request, cancellationToken).ConfigureAwait(false);

    private static async Task<int> ReadAsync(ContainerTerminal terminal, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await terminal.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is System.Net.WebSockets.WebSocketException or IOException)
        {
            return 0;
        }
    }
}
