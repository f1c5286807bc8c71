using System.Net.WebSockets;
using System.Text;
using Frankenetes.Clusters.Pods;
using Frankenetes.Clusters.Pods.Commands;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Pods.Commands;

public sealed class PodCommandRunTests : IAsyncLifetime
{
    private const string Success = """{"status":"Success"}""";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly PodCommand Command = new(new PodKey("default", "web"), "c", ["sh", "-c", "a b & c"]);
    private TestApiServer _server = null!;

    public async Task InitializeAsync() => _server = await TestApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Output_and_error_come_apart_and_the_exit_code_with_them()
    {
        AnswerWith(async socket =>
        {
            await SendAsync(socket, 1, "out");
            await SendAsync(socket, 2, "err");
            await SendAsync(socket, 1, "");
            await SendAsync(socket, 1, " more");
            await SendAsync(socket, 3, """{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"7"}]}}""");
        });
        var end = await RunAsync(null);
        Assert.Equal((7, "out more", "err"), (end.ExitCode, Encoding.UTF8.GetString(end.Output), Encoding.UTF8.GetString(end.Error)));
        Assert.Equal("GET /api/v1/namespaces/default/pods/web/exec?container=c&command=sh&command=-c&command=a%20b%20%26%20c&stdout=true&stderr=true", _server.Requests.Single().Request);
    }

    [Fact]
    public async Task A_megabyte_of_input_arrives_whole_and_its_end_is_told()
    {
        var sent = new byte[1 << 20];
        Random.Shared.NextBytes(sent);
        AnswerWith(async socket =>
        {
            var received = await UntilEndOfInputAsync(socket);
            await SendAsync(socket, 1, received);
            await SendAsync(socket, 3, Success);
        });
        var end = await RunAsync(Pieces(sent[..10], [], sent[10..]));
        Assert.Equal(sent, end.Output);
    }

    [Fact]
    public async Task A_command_that_ends_early_leaves_the_rest_of_the_input_unread()
    {
        AnswerWith(socket => SendAsync(socket, 3, Success));
        Assert.Equal(0, (await RunAsync(Endless())).ExitCode);
    }

    [Theory]
    [InlineData("""{"status":"Failure","message":"no such program","reason":"InternalError"}""", "*no such program*")]
    [InlineData(null, "*before the command's end was told*")]
    public async Task A_command_whose_end_is_not_known_is_an_error(string? status, string expected)
    {
        AnswerWith(async socket =>
        {
            if (status is not null)
                await SendAsync(socket, 3, status);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        var failure = await Assert.ThrowsAsync<FrankenetesException>(() => RunAsync(null));
        Assert.Equal("PodCommandFailed", failure.ErrorId);
        Assert.Contains(expected.Trim('*'), failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_cut_connection_is_an_error()
    {
        _server.AnswerWith(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(ChannelSocket.Version5);
            context.Abort();
        });
        // The cut may be faster than the answer that opens the channel.
        Assert.Contains((await Assert.ThrowsAsync<FrankenetesException>(() => RunAsync(null))).ErrorId, new[] { "PodCommandFailed", "ApiServerUnreachable" });
    }

    [Fact]
    public async Task A_refusal_before_the_channel_opens_says_why()
    {
        _server.Answer(TestApiServer.Status(500, "InternalError", "container not running"), 500);
        Assert.Contains("Container not running.", (await Assert.ThrowsAsync<FrankenetesException>(() => RunAsync(null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_connection()
    {
        var (begun, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        AnswerWith(async socket =>
        {
            begun.SetResult();
            await Assert.ThrowsAnyAsync<Exception>(() => socket.ReceiveAsync(new byte[1], CancellationToken.None));
            ended.SetResult();
        });
        using var cancel = new CancellationTokenSource();
        var running = new PodCommandRun(_server.Pods, Command).RunAsync(null, cancel.Token);
        await begun.Task.WaitAsync(Patience);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await ended.Task.WaitAsync(Patience);
    }

    private Task<PodCommandEnd> RunAsync(IAsyncEnumerable<ReadOnlyMemory<byte>>? input) =>
        new PodCommandRun(_server.Pods, Command).RunAsync(input, CancellationToken.None).WaitAsync(Patience);

    private void AnswerWith(Func<WebSocket, Task> talk) => _server.AnswerWith(async context =>
    {
        Assert.Contains(ChannelSocket.Version5, context.WebSockets.WebSocketRequestedProtocols);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(ChannelSocket.Version5);
        await talk(socket);
    });

    private static Task SendAsync(WebSocket socket, byte channel, string text) => SendAsync(socket, channel, Encoding.UTF8.GetBytes(text));

    private static Task SendAsync(WebSocket socket, byte channel, byte[] bytes) => socket.SendAsync((byte[])[channel, .. bytes], WebSocketMessageType.Binary, true, CancellationToken.None);

    private static async Task<byte[]> UntilEndOfInputAsync(WebSocket socket)
    {
        var received = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
            Assert.True(part.EndOfMessage);
            if (buffer[0] == 255)
                return received.ToArray();
            Assert.Equal(0, buffer[0]);
            received.Write(buffer, 1, part.Count - 1);
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Pieces(params byte[][] pieces)
    {
        foreach (var piece in pieces)
        {
            await Task.Yield();
            yield return piece;
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Endless()
    {
        while (true)
        {
            await Task.Yield();
            yield return new byte[1000];
        }
    }
}
