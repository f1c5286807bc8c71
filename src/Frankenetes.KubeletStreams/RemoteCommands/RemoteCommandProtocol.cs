namespace Frankenetes.KubeletStreams.RemoteCommands;

/// <summary>The names of the exec and attach protocols. Source: k8s.io/apimachinery/pkg/util/remotecommand and k8s.io/apimachinery/pkg/util/httpstream/wsstream.</summary>
public static class RemoteCommandProtocol
{
    private const string First = "channel.k8s.io";
    private const string Fourth = "v4.channel.k8s.io";
    private const string Fifth = "v5.channel.k8s.io";

    /// <summary>Over SPDY, by preference; asked for in <c>X-Stream-Protocol-Version</c>. A client that asks for none speaks the first.</summary>
    public static IReadOnlyList<string> OverSpdy { get; } = [Fourth, "v3.channel.k8s.io", "v2.channel.k8s.io", First];

    /// <summary>Over websockets, by preference; asked for in <c>Sec-WebSocket-Protocol</c>.</summary>
    public static IReadOnlyList<string> OverWebSocket { get; } = [Fifth, Fourth, "v4.base64.channel.k8s.io", First, "base64.channel.k8s.io"];

    /// <summary>The first of <paramref name="offered"/> that is known; null where none is. As upstream does, the client's order counts.</summary>
    public static string? Choose(IEnumerable<string> offered, IReadOnlyList<string> known) => offered.FirstOrDefault(known.Contains);

    internal static bool HasStatus(string protocol) => protocol.StartsWith("v4.", StringComparison.Ordinal) || protocol == Fifth;

    internal static bool HasResize(string protocol) => HasStatus(protocol) || protocol.StartsWith("v3.", StringComparison.Ordinal);

    internal static bool IsBase64(string protocol) => protocol.Contains("base64", StringComparison.Ordinal);

    /// <summary>Whether a client can say that a channel has ended.</summary>
    internal static bool HasClose(string protocol) => protocol == Fifth;
}
