using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Plans;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>
/// Has the virtual kubelets end their pods as kubelets do: preStop, SIGTERM, at most the grace period. Nothing in the cluster changes by it, so a resume brings
/// the same pods back. May be repeated: who has ended is not told again.
/// </summary>
internal sealed class PodFarewell(ClusterHandle cluster, int epoch)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    /// <summary>Returns when all pods have ended or had their grace period.</summary>
    /// <returns>The nodes whose kubelet did not do it; their pods end without a grace period.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var node = ControlChannel.Kubelet(ClusterNames.Node);
        // A kubelet that did not hear the freeze would not hear this either.
        if (await cluster.Channel.ReadAsync(node, cancellationToken).ConfigureAwait(false) is not { Phase: AgentPhase.Frozen or AgentPhase.Stopping or AgentPhase.Stopped } last || last.Epoch != epoch)
            return [ClusterNames.Node];
        var asked = await cluster.Channel.AskAsync(epoch, ControlRequest.Stop, cancellationToken).ConfigureAwait(false);
        var heard = await cluster.Channel.WaitAsync(node, said => said.RequestId == asked.RequestId && said.Phase != AgentPhase.Frozen, AnswerLimit, cancellationToken).ConfigureAwait(false);
        var over = heard is { Phase: AgentPhase.Stopping, Within: { } within }
            ? await cluster.Channel.WaitAsync(node, said => said.RequestId == asked.RequestId && said.Phase == AgentPhase.Stopped, within + AnswerLimit, cancellationToken).ConfigureAwait(false)
            : heard;
        return over?.Phase == AgentPhase.Stopped ? [] : [ClusterNames.Node];
    }
}
