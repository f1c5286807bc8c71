using System.Globalization;
using Frankenetes.KubeletStreams.PortForwards;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.KubeletApi.Sessions;

/// <summary><c>/portForward</c>: each connection of the client is one to the pod's own localhost.</summary>
internal sealed class PortForwardEndpoint(IContainerSessions sessions, SessionLimit limit, TimeProvider time, ILogger logger)
{
    private const string UnnamedWebSocket = "v4.channel.k8s.io";

    public async Task ServeAsync(HttpContext context, PodTarget target)
    {
        using var place = limit.Enter();
        logger.LogInformation("port-forward {Pod}", target.Pod);
        PortForwarder forward = (port, connection, token) => ForwardAsync(target.Pod, port, connection, token);
        if (SessionUpgrade.WebSocketProtocol(context, PortForwardProtocol.OverWebSocket, UnnamedWebSocket) is { } chosen)
        {
            await ServeWebSocketAsync(context, chosen, forward).ConfigureAwait(false);
            return;
        }
        var (transport, _) = await SessionUpgrade.AcceptSpdyAsync(context, PortForwardProtocol.OverSpdy, PortForwardProtocol.OverSpdy[0]).ConfigureAwait(false);
        await SpdyPortForward.RunAsync(transport, forward, time, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task ServeWebSocketAsync(HttpContext context, string protocol, PortForwarder forward)
    {
        var ports = protocol == PortForwardProtocol.Tunnel ? [] : Ports(context.Request.Query);
        var socket = await SessionUpgrade.AcceptWebSocketAsync(context, protocol).ConfigureAwait(false);
        if (protocol == PortForwardProtocol.Tunnel) await WebSocketPortForward.RunTunnelAsync(socket, forward, time, context.RequestAborted).ConfigureAwait(false);
        else await WebSocketPortForward.RunAsync(socket, protocol, ports, forward, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task ForwardAsync(PodKey pod, int port, Stream connection, CancellationToken cancellationToken)
    {
        try
        {
            await sessions.ForwardAsync(pod, port, connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PortForwardException(string.Create(CultureInfo.InvariantCulture, $"error forwarding port {port} to pod {pod}: {SessionFailures.Describe(failed, pod, logger)}"), failed);
        }
    }

    private static List<int> Ports(IQueryCollection query)
    {
        var ports = query["port"].Concat(query["ports"]).SelectMany(text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(Port).ToList();
        return ports.Count is > 0 and <= WebSocketPortForward.MostPorts ? ports : throw new KubeletRequestException(400, $"port must be given, at most {WebSocketPortForward.MostPorts} times");
    }

    private static int Port(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
        ? port : throw new KubeletRequestException(400, "port must be a number from 1 to 65535");
}
