using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using Frankenetes.KubeletStreams.RemoteCommands;
using Frankenetes.KubeletStreams.WebSockets;

namespace Frankenetes.KubeletStreams.PortForwards;

/// <summary>
/// Port-forwards over a websocket: for each port of the request two channels, data and error, in the request's order. Each channel begins with its port, two bytes, the lower one first.
/// </summary>
public static class WebSocketPortForward
{
    /// <summary>Channels are numbered in one byte, the last of which is not theirs.</summary>
    public const int MostPorts = 64;

    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(10);

    /// <summary>A SPDY connection within the websocket. Serves until the client closes it.</summary>
    public static async Task RunTunnelAsync(WebSocket socket, PortForwarder forward, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transport = WebSocketStream.Create(socket, WebSocketMessageType.Binary, ClosePatience);
        await SpdyPortForward.RunAsync(transport, forward, time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One connection for each port. Serves until all have ended or the client closes.</summary>
    /// <param name="socket">Accepted; closed by this.</param>
    /// <param name="protocol">One of <see cref="PortForwardProtocol.OverWebSocket"/>, not the tunnel.</param>
    /// <param name="ports">At most <see cref="MostPorts"/>.</param>
    /// <param name="forward">Relays one connection.</param>
    /// <param name="cancellationToken">Ends all.</param>
    public static async Task RunAsync(WebSocket socket, string protocol, IReadOnlyList<int> ports, PortForwarder forward, CancellationToken cancellationToken)
    {
        var form = new ChannelProtocol(RemoteCommandProtocol.IsBase64(protocol), HasClose: false);
        await using var channels = new ChannelSocket(socket, form, [.. ports.SelectMany(_ => new[] { true, false })]);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, channels.Closed);
        try
        {
            await Task.WhenAll(ports.Select((port, index) => ForwardAsync(channels[index * 2], channels[(index * 2) + 1], port, forward, ending.Token))).ConfigureAwait(false);
            await channels.CloseAsync(ClosePatience).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client left.
        }
    }

    private static async Task ForwardAsync(ChannelStream data, ChannelStream error, int port, PortForwarder forward, CancellationToken cancellationToken)
    {
        var number = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)port);
        await data.WriteAsync(number, cancellationToken).ConfigureAwait(false);
        await error.WriteAsync(number, cancellationToken).ConfigureAwait(false);
        try
        {
            await forward(port, data, cancellationToken).ConfigureAwait(false);
        }
        catch (PortForwardException refused)
        {
            await error.WriteAsync(Encoding.UTF8.GetBytes(refused.Message), cancellationToken).ConfigureAwait(false);
        }
    }
}
