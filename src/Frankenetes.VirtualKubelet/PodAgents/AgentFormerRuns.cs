using System.Text;
using Frankenetes.PodTranslation.Starting;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>What pod agents kept of containers' runs before the present ones.</summary>
internal sealed class AgentFormerRuns(AgentConnections agents) : IFormerRuns
{
    public async Task<string?> ReadAsync(PodKey pod, string container, bool message, CancellationToken cancellationToken)
    {
        var request = new AgentRequest { Former = new AgentFormer(StartedPrograms.StateOf(container), message) };
        await using var channel = await agents.OpenAsync(pod, container, request, cancellationToken).ConfigureAwait(false);
        if (channel is null) return null;
        using var kept = new MemoryStream();
        var code = await AgentCommands.FollowAsync(channel, new SessionStreams(null, kept, null, null), cancellationToken).ConfigureAwait(false);
        return code == 0 ? Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length) : null;
    }
}
