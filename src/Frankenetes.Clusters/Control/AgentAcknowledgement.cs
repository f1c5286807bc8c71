namespace Frankenetes.Clusters.Control;

/// <summary><c>control/ack-{agent}.json</c>.</summary>
/// <param name="Epoch">The epoch that the agent belongs to.</param>
/// <param name="Agent"><c>etcd-keeper</c> or <c>virtual-kubelet-{node}</c>.</param>
/// <param name="RequestId">The request that the phase answers; null before the first.</param>
/// <param name="Phase">One of <see cref="AgentPhase"/>.</param>
/// <param name="At">When it was written.</param>
/// <param name="Message">Why, in words; null when there is nothing to say.</param>
/// <param name="Revision">etcd's revision; null where it is unknown.</param>
/// <param name="Protection">The keeper alone: how much of the store stands in storage; null before its gate was open.</param>
/// <param name="Within">A virtual kubelet that is <c>Stopping</c>: how long its pods take at most.</param>
/// <param name="KnowsWrites">A virtual kubelet: whether the next one tells anything.</param>
/// <param name="LastWrite">A virtual kubelet: the newest change of people or workloads; null = there was none in this epoch.</param>
/// <param name="Start">The keeper alone: how it brought the store back; null = it did not have to.</param>
internal sealed record AgentAcknowledgement(
    int Epoch, string Agent, string? RequestId, string Phase, DateTimeOffset At, string? Message, long? Revision, AgentProtection? Protection = null,
    TimeSpan? Within = null, AgentStart? Start = null, bool KnowsWrites = false,
    AgentLastWrite? LastWrite = null)
{
    /// <summary>Whether it is the answer to a request.</summary>
    public bool Answers(ControlState asked) => Epoch == asked.Epoch && RequestId == asked.RequestId;
}
