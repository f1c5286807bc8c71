namespace Frankenetes.Clusters.Lifecycle;

/// <summary>The agents, ready to be taken.</summary>
/// <param name="AccountKey">The agent account's key; a secret.</param>
/// <param name="DataAccountKey">The data account's key, with which pods take the pod agent; a secret.</param>
internal sealed record AgentInShare(string AccountKey, string DataAccountKey)
{
    /// <summary>Names no secret.</summary>
    public override string ToString() => nameof(AgentInShare);
}
