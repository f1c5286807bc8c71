using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.KubeletApi.Sessions;

/// <summary>The addresses under which one reaches into containers.</summary>
internal sealed class SessionEndpoints
{
    private const int MostSessions = 256;

    private readonly PodStore _store;
    private readonly CommandEndpoint _commands;
    private readonly PortForwardEndpoint _forwards;
    private readonly RunEndpoint _runs;

    public SessionEndpoints(PodStore store, IContainerSessions sessions, TimeProvider time, ILogger logger)
    {
        var limit = new SessionLimit(MostSessions);
        (_store, _commands, _forwards, _runs) = (store, new CommandEndpoint(sessions, limit, time, logger), new PortForwardEndpoint(sessions, limit, time, logger), new RunEndpoint(sessions, limit));
    }

    /// <summary>Null where the address is none of these.</summary>
    public Task? Find(HttpContext context, string[] parts)
    {
        var target = PodTarget.Parse(_store, parts.AsSpan(1), hasContainer: parts[0] != "portForward");
        return (parts[0], target) switch
        {
            (_, null) => null,
            ("exec", _) => _commands.ExecAsync(context, target),
            ("attach", _) => _commands.AttachAsync(context, target),
            ("run", _) => _runs.ServeAsync(context, target),
            ("portForward", _) => _forwards.ServeAsync(context, target),
            _ => null,
        };
    }
}
