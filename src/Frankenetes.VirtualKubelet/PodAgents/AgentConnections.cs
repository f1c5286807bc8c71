using System.Collections.Concurrent;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>
/// The sessions with pod agents. One for each container in use: ARM counts every exec that starts one, and a browser behind a port-forward opens connections by the dozen. One that nobody
/// has used for a while closes itself.
/// </summary>
/// <param name="start">Starts the agent in a container.</param>
/// <param name="time">The clock.</param>
internal sealed class AgentConnections(Func<PodKey, string, Task<ContainerTerminal>> start, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(PodKey Pod, string Container), Task<AgentConnection?>> _connections = new();

    /// <summary>How many containers have one, or are about to.</summary>
    public int Count => _connections.Count;

    /// <summary>Begins a request to the container's agent; null where it has none.</summary>
    /// <exception cref="SessionException">The container is not there or does not run.</exception>
    public async Task<AgentChannel?> OpenAsync(PodKey pod, string container, AgentRequest request, CancellationToken cancellationToken)
    {
        var place = (pod, container);
        while (true)
        {
            var opening = _connections.GetOrAdd(place, Begin);
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

    private Task<AgentConnection?> Begin((PodKey Pod, string Container) place)
    {
        var opening = OpenAsync(place);
        _ = ForgetAtEndAsync(place, opening);
        return opening;
    }

    // Shared by all who wait for it, so nobody's token cancels it.
    private async Task<AgentConnection?> OpenAsync((PodKey Pod, string Container) place) =>
        await AgentConnection.OpenAsync(await start(place.Pod, place.Container).ConfigureAwait(false), time, CancellationToken.None).ConfigureAwait(false);

    // Nobody may ever ask for this container again.
    private async Task ForgetAtEndAsync((PodKey Pod, string Container) place, Task<AgentConnection?> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening is { IsCompletedSuccessfully: true, Result: { } connection }) await connection.Ended.ConfigureAwait(false);
        Forget(place, opening);
    }

    private void Forget((PodKey Pod, string Container) place, Task<AgentConnection?> opening) => _connections.TryRemove(new(place, opening));
}
