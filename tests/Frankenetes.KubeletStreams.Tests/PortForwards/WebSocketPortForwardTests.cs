using System.Net.WebSockets;
using System.Text;
using Frankenetes.KubeletStreams.PortForwards;
using Frankenetes.KubeletStreams.Tests.Spdy;

namespace Frankenetes.KubeletStreams.Tests.PortForwards;

public class WebSocketPortForwardTests
{
    [Fact]
    public async Task SPDY_within_a_websocket_forwards_and_outlives_its_connections()
    {
        using var pair = await WebSocketPair.OpenAsync();
        var serving = WebSocketPortForward.RunTunnelAsync(pair.Server, EchoAsync, TimeProvider.System, CancellationToken.None);
        await using var stream = WebSocketStream.Create(pair.Client, WebSocketMessageType.Binary, ownsWebSocket: false);
        using var client = new SpdyClient(stream);
        for (var i = 0; i < 3; i++)
        {
            var error = await client.OpenAsync(("streamType", "error"), ("port", "80"), ("requestID", $"{i}"));
            await client.DataAsync(error, [], last: true);
            var data = await client.OpenAsync(("streamType", "data"), ("port", "80"), ("requestID", $"{i}"));
            await client.DataAsync(data, [1, 2, 3], last: true);
            byte[] echo;
            // The ends of the pair before come in between.
            while ((echo = (await client.ReadAsync((ushort?)null)).Payload).Length == 0)
            {
            }
            Assert.Equal([1, 2, 3], echo);
        }
        Assert.False(serving.IsCompleted);
        await pair.Client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await serving.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Each_port_has_a_data_and_an_error_channel_that_begin_with_it()
    {
        using var pair = await WebSocketPair.OpenAsync();
        var serving = WebSocketPortForward.RunAsync(pair.Server, "v4.channel.k8s.io", [80, 300], EchoAsync, CancellationToken.None);
        var begins = new List<byte[]>();
        while (begins.Count < 4) begins.Add((await pair.ReceiveAsync())!);
        Assert.Equal(["00-50-00", "01-50-00", "02-2C-01", "03-2C-01"], begins.Select(begin => BitConverter.ToString(begin)).Order());
        await pair.SendAsync([2, 7, 8]);
        Assert.Equal([2, 7, 8], await pair.ReceiveAsync());
        await pair.Client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await serving.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task What_cannot_be_forwarded_is_told_on_the_error_channel_in_base64_too()
    {
        using var pair = await WebSocketPair.OpenAsync();
        var serving = WebSocketPortForward.RunAsync(pair.Server, "v4.base64.channel.k8s.io", [80], (_, _, _) => throw new PortForwardException("nothing there"), CancellationToken.None);
        var messages = new List<string>();
        while (await pair.ReceiveAsync() is { } message) messages.Add(Encoding.ASCII.GetString(message));
        Assert.Equal(["0UAA=", "1UAA=", "1" + Convert.ToBase64String("nothing there"u8)], messages);
        await pair.Client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await serving.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static Task EchoAsync(int port, Stream connection, CancellationToken cancellationToken) => connection.CopyToAsync(connection, cancellationToken);
}
