using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Frankenetes.KubeletStreams.RemoteCommands;

namespace Frankenetes.KubeletStreams.Tests.RemoteCommands;

public class WebSocketRemoteCommandTests
{
    private static readonly RemoteCommandOptions All = new(Input: true, Output: true, Error: true, Terminal: false);

    [Fact]
    public async Task Each_stream_has_its_channel_and_the_end_tells_the_exit_code()
    {
        using var pair = await WebSocketPair.OpenAsync();
        await using var session = await WebSocketRemoteCommand.OpenAsync(pair.Server, "v4.channel.k8s.io", All);
        Assert.Equal([1], await pair.ReceiveAsync());
        await pair.SendAsync([0, 10, 11]);
        var read = new byte[10];
        Assert.Equal((2, 10), (await session.Input!.ReadAsync(read), read[0]));
        await session.Output.WriteAsync(new byte[] { 20 });
        await session.Error!.WriteAsync(new byte[] { 30 });
        Assert.Equal([1, 20], await pair.ReceiveAsync());
        Assert.Equal([2, 30], await pair.ReceiveAsync());
        var ending = session.ExitAsync(7);
        var status = await pair.ReceiveAsync();
        Assert.Equal(3, status![0]);
        var json = JsonNode.Parse(Encoding.UTF8.GetString(status, 1, status.Length - 1))!;
        Assert.Equal(("Failure", "NonZeroExitCode", "ExitCode", "7"), ((string)json["status"]!, (string)json["reason"]!, (string)json["details"]!["causes"]![0]!["reason"]!, (string)json["details"]!["causes"]![0]!["message"]!));
        Assert.Null(await pair.ReceiveAsync());
        await pair.Client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await ending.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_fifth_protocol_can_close_the_input_alone()
    {
        using var pair = await WebSocketPair.OpenAsync();
        await using var session = await WebSocketRemoteCommand.OpenAsync(pair.Server, "v5.channel.k8s.io", All);
        // A message in pieces has its channel in the first one alone.
        await pair.SendAsync([0, 1], last: false);
        await pair.SendAsync([2, 3]);
        await pair.SendAsync([255, 0]);
        using var input = new MemoryStream();
        await session.Input!.CopyToAsync(input);
        Assert.Equal([1, 2, 3], input.ToArray());
        Assert.False(session.Gone.IsCancellationRequested);
    }

    [Fact]
    public async Task The_oldest_protocols_tell_failures_as_text_and_success_as_nothing()
    {
        using var pair = await WebSocketPair.OpenAsync();
        await using var session = await WebSocketRemoteCommand.OpenAsync(pair.Server, "base64.channel.k8s.io", All);
        Assert.Equal("1", Encoding.ASCII.GetString((await pair.ReceiveAsync())!));
        await pair.SendAsync(Encoding.ASCII.GetBytes("0" + Convert.ToBase64String("typed"u8)), WebSocketMessageType.Text);
        var read = new byte[10];
        Assert.Equal("typed", Encoding.ASCII.GetString(read, 0, await session.Input!.ReadAsync(read)));
        _ = session.FailAsync("no such thing");
        Assert.Equal("3" + Convert.ToBase64String("no such thing"u8), Encoding.ASCII.GetString((await pair.ReceiveAsync())!));
    }

    [Fact]
    public async Task Sizes_of_the_terminal_come_in_order_until_one_makes_no_sense()
    {
        using var pair = await WebSocketPair.OpenAsync();
        await using var session = await WebSocketRemoteCommand.OpenAsync(pair.Server, "v5.channel.k8s.io", All with { Error = false, Terminal = true });
        Assert.Null(session.Error);
        foreach (var text in new[] { """{"Width":80,"Height":24}""" + "\n", """{"Width":100,""", "\"Height\":30}\n", "{\"Width\":-1,\"Height\":1}\n", """{"Width":1,"Height":1}""" }) await pair.SendAsync([4, .. Encoding.UTF8.GetBytes(text)]);
        var sizes = new List<TerminalResize>();
        await foreach (var size in session.Resizes!) sizes.Add(size);
        Assert.Equal([new(80, 24), new(100, 30)], sizes);
    }

    [Fact]
    public async Task A_client_that_goes_away_or_sends_nonsense_ends_the_session()
    {
        foreach (var nonsense in new[] { true, false })
        {
            using var pair = await WebSocketPair.OpenAsync();
            await using var session = await WebSocketRemoteCommand.OpenAsync(pair.Server, "v4.base64.channel.k8s.io", All);
            if (nonsense) await pair.SendAsync("0no base64!"u8.ToArray(), WebSocketMessageType.Text);
            else pair.Client.Abort();
            await Assert.ThrowsAsync<IOException>(() => session.Input!.ReadAsync(new byte[1]).AsTask());
            await using var gone = new ClosedSignal(session.Gone);
            await gone.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }
}
