using System.Collections.Concurrent;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>
/// The sessions with pod agents. One for each container in use: ARM counts every exec that starts one, and a browser behind a port-forward opens connections by the dozen. One that nobody
/// has used for a while closes itself.
/// </summary>
internal sealed class AgentConnections(ContainerTerminals terminals, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Where every container finds the program.</summary>
    public const string Program = TranslationSettings.PodAgentFolder + "/frankenetes-pod";

    private readonly ConcurrentDictionary<(PodKey Pod, string Container), Task<AgentConnection?>> _connections = new();

    /// <summary>Begins a request to the container's agent; null where it has none.</summary>
    /// <exception cref="SessionException">The container is not there or does not run.</exception>
    public async Task<AgentChannel?> OpenAsync(PodKey pod, string container, AgentRequest request, CancellationToken cancellationToken)
    {
        var place = (pod, container);
        while (true)
        {
            var opening = _connections.GetOrAdd(place, _ => OpenAsync(pod, container));
            try
            {
                var connection = await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (connection is not null && await connection.OpenAsync(request, cancellationToken).ConfigureAwait(false) is { } channel) return channel;
                Forget(place, opening);
                if (connection is null) return null;
            }
            catch (SessionException)
            {
                Forget(place, opening);
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (place, opening) in _connections)
        {
            Forget(place, opening);
            if (opening is { IsCompletedSuccessfully: true, Result: { } connection }) await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Shared by all who wait for it, so nobody's token cancels it.
    private async Task<AgentConnection?> OpenAsync(PodKey pod, string container)
    {
        var terminal = await terminals.ExecuteAsync(pod, container, Program, new TerminalSize(80, 24), CancellationToken.None).ConfigureAwait(false);
        return await AgentConnection.OpenAsync(terminal, time, CancellationToken.None).ConfigureAwait(false);
    }

    private void Forget((PodKey Pod, string Container) place, Task<AgentConnection?> opening) => _connections.TryRemove(new(place, opening));
}
