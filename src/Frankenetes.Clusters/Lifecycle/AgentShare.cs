using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Plans;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>The agents in their shares: the control plane's, which no pod can reach, and the pods'.</summary>
internal sealed class AgentShare(AzureConnection connection, ClusterNames names)
{
    /// <summary>Makes the accounts and the shares, and uploads what is not there yet. Only while nothing runs: groups and pods that start meanwhile would take half a program.</summary>
    /// <returns>What a control plane needs to take its own, and to let pods take theirs.</returns>
    public async Task<AgentInShare> EnsureAsync(ClusterOptions options, string location, CancellationToken cancellationToken)
    {
        var keys = await Task.WhenAll(
            new ProgramShare(connection, names, names.AgentAccount, "agent", ClusterNames.AgentShare, options.AgentPath).EnsureAsync(location, cancellationToken),
            new ProgramShare(connection, names, names.DataAccount, "data", ClusterNames.PodAgentShare, options.PodAgentPath).EnsureAsync(location, cancellationToken)).ConfigureAwait(false);
        return new AgentInShare(keys[0], keys[1]);
    }

    /// <summary>Takes them as they are, for a node that joins a control plane at work.</summary>
    public async Task<AgentInShare> FindAsync(CancellationToken cancellationToken)
    {
        var keys = await Task.WhenAll(
            connection.StorageAccounts.GetKeysAsync(names.ResourceGroup, names.AgentAccount, cancellationToken),
            connection.StorageAccounts.GetKeysAsync(names.ResourceGroup, names.DataAccount, cancellationToken)).ConfigureAwait(false);
        return new AgentInShare(keys[0][0], keys[1][0]);
    }
}
