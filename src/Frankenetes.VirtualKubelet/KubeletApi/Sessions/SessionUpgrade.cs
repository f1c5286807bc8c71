using System.Net.WebSockets;
using Frankenetes.KubeletStreams.RemoteCommands;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Frankenetes.VirtualKubelet.KubeletApi.Sessions;

/// <summary>Agrees with the client on a protocol and turns the request into a connection.</summary>
internal static class SessionUpgrade
{
    private const string Spdy = "SPDY/3.1";
    private const string ProtocolVersion = "X-Stream-Protocol-Version";

    /// <summary>The websocket's protocol; null where the client asks for another upgrade. A client that names none speaks the first protocol, in binary.</summary>
    /// <exception cref="KubeletRequestException">None of those it offers is known.</exception>
    public static string? WebSocketProtocol(HttpContext context, IReadOnlyList<string> known, string unnamed)
    {
        if (!context.WebSockets.IsWebSocketRequest) return null;
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        return offered.Count == 0 ? unnamed : RemoteCommandProtocol.Choose(offered, known)
            ?? throw new KubeletRequestException(400, $"no websocket protocol in common; this node speaks {string.Join(", ", known)}");
    }

    /// <summary>Accepts the websocket with the protocol that was agreed on.</summary>
    public static Task<WebSocket> AcceptWebSocketAsync(HttpContext context, string protocol)
    {
        // Not by SubProtocol: that allows no names with a slash, as SPDY's is.
        if (context.WebSockets.WebSocketRequestedProtocols.Contains(protocol)) context.Response.Headers.SecWebSocketProtocol = protocol;
        return context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.FromSeconds(30) });
    }

    /// <summary>Upgrades to SPDY/3.1.</summary>
    /// <exception cref="KubeletRequestException">The client wants something else, or none of its protocols is known.</exception>
    public static async Task<(Stream Transport, string Protocol)> AcceptSpdyAsync(HttpContext context, IReadOnlyList<string> known, string unnamed)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is not { IsUpgradableRequest: true } || !context.Request.Headers.Upgrade.Any(name => string.Equals(name, Spdy, StringComparison.OrdinalIgnoreCase)))
            throw new KubeletRequestException(400, "Upgrade request required: SPDY/3.1 or websocket");
        var offered = context.Request.Headers[ProtocolVersion].SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        var protocol = offered.Count == 0 ? unnamed : RemoteCommandProtocol.Choose(offered, known);
        if (protocol is null)
        {
            context.Response.Headers["X-Accepted-Stream-Protocol-Versions"] = string.Join(", ", known);
            throw new KubeletRequestException(403, $"no stream protocol in common; this node speaks {string.Join(", ", known)}");
        }
        context.Response.Headers.Upgrade = Spdy;
        context.Response.Headers[ProtocolVersion] = protocol;
        return (await upgrade.UpgradeAsync().ConfigureAwait(false), protocol);
    }
}
