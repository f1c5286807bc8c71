using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Frankenetes.LocalAzure.ContainerInstance.Terminals;

/// <summary>The terminals that were asked for and not yet connected to. Each is good for one connection within a minute.</summary>
internal sealed class TerminalSessions(TimeProvider time)
{
    public const string Path = "/exec";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (TerminalSession Session, DateTimeOffset Until)> _sessions = new(StringComparer.Ordinal);

    /// <summary>Where to connect, and the password to say there first.</summary>
    public object Open(HostString host, TerminalSession session)
    {
        foreach (var (key, value) in _sessions)
        {
            if (value.Until < time.GetUtcNow())
                _sessions.TryRemove(key, out _);
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _sessions[id] = (session, time.GetUtcNow() + Patience);
        return new { webSocketUri = $"wss://{host}{Path}/{id}?api-version=2018-02-01-preview", password = session.Password };
    }

    /// <summary>The session, once; null when there is none, or its time is over.</summary>
    public TerminalSession? Take(string id) => _sessions.TryRemove(id, out var found) && found.Until >= time.GetUtcNow() ? found.Session : null;
}
