using Frankenetes.PodTranslation;
using Frankenetes.PodTranslation.Volumes;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>Files that pod agents write: the init container at first, a container's own agent whenever they change.</summary>
internal sealed class AgentFiles(AgentConnections agents, PodTranslator translator) : ILiveFiles
{
    public bool Covers(V1Pod pod) => translator.HasLiveFiles(pod);

    public IReadOnlyList<LiveVolume> Of(V1Pod pod, PodInputs inputs) => translator.LiveFiles(pod, inputs);

    // A group that Azure starts again runs its init containers again.
    public string? LifeOf(PodInstance instance) => instance.Containers.GetValueOrDefault(PodAgentInjection.ContainerName)?.Current?.StartedAt?.ToString("O");

    public async Task WriteAsync(V1Pod pod, string container, IReadOnlyList<LiveVolume> volumes, CancellationToken cancellationToken)
    {
        try
        {
            var request = new AgentRequest { Files = FileManifest.Of(volumes) };
            await using var channel = await agents.OpenAsync(PodKey.Of(pod), container, request, cancellationToken).ConfigureAwait(false)
                ?? throw Unwritten(container, "it has no pod agent");
            if ((await AgentCommands.EndAsync(channel, cancellationToken).ConfigureAwait(false)).Error is { } error) throw Unwritten(container, error);
        }
        catch (SessionException broke)
        {
            throw new ProviderException(ProviderFailure.Unreachable, "PodAgentUnreachable", broke.Message, broke);
        }
    }

    private static ProviderException Unwritten(string container, string reason) => new(ProviderFailure.Unreachable, "FilesNotRenewed", $"the files of container {container} could not be written anew: {reason}");
}
