using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Plans;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Brings both agents into their shares: the control plane's, which no pod can reach, and the pods'.</summary>
internal sealed class AgentShare(AzureConnection connection, ClusterNames names, ClusterOptions options)
{
    /// <summary>Makes the accounts and the shares, and uploads what is not there yet.</summary>
    /// <returns>What a control plane needs to take its own, and to let pods take theirs.</returns>
    public async Task<AgentInShare> EnsureAsync(string location, CancellationToken cancellationToken)
    {
        var own = new ProgramShare(connection, names, names.AgentAccount, "agent", ClusterNames.AgentShare, options.AgentPath).EnsureAsync(location, cancellationToken);
        var pods = new ProgramShare(connection, names, names.DataAccount, "data", ClusterNames.PodAgentShare, options.PodAgentPath).EnsureAsync(location, cancellationToken);
        await Task.WhenAll(own, pods).ConfigureAwait(false);
        var (key, hash) = await own.ConfigureAwait(false);
        return new AgentInShare(key, hash, (await pods.ConfigureAwait(false)).AccountKey);
    }
}
