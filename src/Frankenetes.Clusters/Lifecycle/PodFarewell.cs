using Frankenetes.Clusters.Control;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>
/// Has the virtual kubelets end their pods as kubelets do: preStop, SIGTERM, at most the grace period. Nothing in the cluster changes by it, so a resume brings
/// the same pods back. May be repeated: who has ended is not told again.
/// </summary>
internal sealed class PodFarewell(ClusterHandle cluster, int epoch, IReadOnlyList<string> nodes)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    /// <summary>Returns when all pods have ended or had their grace period.</summary>
    /// <returns>The nodes whose kubelet did not do it; their pods end without a grace period.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var listen = await Task.WhenAll(nodes.Select(node => ListensAsync(node, cancellationToken))).ConfigureAwait(false);
        if (!listen.Contains(true))
            return nodes;
        var asked = await cluster.Channel.AskAsync(epoch, ControlRequest.Stop, cancellationToken).ConfigureAwait(false);
        var done = await Task.WhenAll(nodes.Zip(listen, (node, listens) => listens ? EndsAsync(node, asked, cancellationToken) : Task.FromResult(false))).ConfigureAwait(false);
        return [.. nodes.Zip(done).Where(pair => !pair.Second).Select(pair => pair.First)];
    }

    // A kubelet that did not hear the freeze would not hear this either.
    private async Task<bool> ListensAsync(string node, CancellationToken cancellationToken) =>
        await cluster.Channel.ReadAsync(ControlChannel.Kubelet(node), cancellationToken).ConfigureAwait(false) is { Phase: AgentPhase.Frozen or AgentPhase.Stopping or AgentPhase.Stopped } last && last.Epoch == epoch;

    private async Task<bool> EndsAsync(string node, ControlState asked, CancellationToken cancellationToken)
    {
        var agent = ControlChannel.Kubelet(node);
        var heard = await cluster.Channel.WaitAsync(agent, said => said.Answers(asked) && said.Phase != AgentPhase.Frozen, AnswerLimit, cancellationToken).ConfigureAwait(false);
        var over = heard is { Phase: AgentPhase.Stopping, Within: { } within }
            ? await cluster.Channel.WaitAsync(agent, said => said.Answers(asked) && said.Phase == AgentPhase.Stopped, within + AnswerLimit, cancellationToken).ConfigureAwait(false)
            : heard;
        return over?.Phase == AgentPhase.Stopped;
    }
}
