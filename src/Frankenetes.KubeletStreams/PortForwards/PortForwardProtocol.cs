namespace Frankenetes.KubeletStreams.PortForwards;

/// <summary>The names of the port-forward protocols. Source: k8s.io/kubelet/pkg/cri/streaming/portforward; KEP 4006 for SPDY within a websocket.</summary>
public static class PortForwardProtocol
{
    /// <summary>Over SPDY; asked for in <c>X-Stream-Protocol-Version</c>.</summary>
    public static IReadOnlyList<string> OverSpdy { get; } = ["portforward.k8s.io"];

    /// <summary>A SPDY connection in the binary messages of a websocket.</summary>
    public const string Tunnel = "SPDY/3.1+portforward.k8s.io";

    /// <summary>Over websockets; asked for in <c>Sec-WebSocket-Protocol</c>.</summary>
    public static IReadOnlyList<string> OverWebSocket { get; } = [Tunnel, "v4.channel.k8s.io", "v4.base64.channel.k8s.io"];
}
