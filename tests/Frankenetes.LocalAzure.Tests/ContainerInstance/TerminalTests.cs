using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Frankenetes.LocalAzure.Tests.ContainerInstance;

[Collection(LocalAzureCollection.Name)]
public sealed class TerminalTests(LocalAzureFixture azure)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ArmClient _arm = azure.Arm;

    [Fact]
    public async Task Exec_gives_a_terminal_over_a_websocket()
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "shell", Spec.Group(Spec.Container("app", "sleep 1000")));
        var session = await OpenAsync(group, "exec", new { command = "/bin/sh", terminalSize = new { rows = 0, cols = 0 } });
        using var socket = await ConnectAsync(session);
        await SayAsync(socket, (string)session["password"]!, WebSocketMessageType.Text);
        await SayAsync(socket, "test -t 0 && echo it is $((6*7)); exit\n", WebSocketMessageType.Binary);
        var said = await ListenAsync(socket);
        Assert.Contains("it is 42", said, StringComparison.Ordinal);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/shell");
    }

    [Fact]
    public async Task A_wrong_password_gets_nothing_and_uses_the_session_up()
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "locked", Spec.Group(Spec.Container("app", "sleep 1000")));
        var session = await OpenAsync(group, "exec", new { command = "/bin/sh" });
        using var socket = await ConnectAsync(session);
        await SayAsync(socket, "wrong", WebSocketMessageType.Text);
        Assert.Equal("", await ListenAsync(socket));
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(session));
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/locked");
    }

    [Fact]
    public async Task Attach_brings_the_output_as_it_comes()
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "talks", Spec.Group(Spec.Container("app", "for i in $(seq 3000); do echo said $i; sleep 0.1; done")));
        var session = await OpenAsync(group, "attach", new { });
        using var socket = await ConnectAsync(session, (string)session["password"]!);
        using var limit = new CancellationTokenSource(Patience);
        var buffer = new byte[4096];
        var heard = "";
        while (!heard.Contains("said ", StringComparison.Ordinal))
            heard += Encoding.UTF8.GetString(buffer, 0, (await socket.ReceiveAsync(buffer, limit.Token)).Count);
        socket.Abort();
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/talks");
    }

    private async Task<JsonNode> OpenAsync(string group, string verb, object body)
    {
        var name = (string)(await _arm.SendAsync("GET", _arm.Groups(group))).Body!["value"]![0]!["name"]!;
        var answer = await _arm.SendAsync("POST", $"{_arm.Groups(group)}/{name}/containers/app/{verb}", body);
        Assert.True(answer.Status == 200, answer.ToString());
        return answer.Body!;
    }

    private async Task<ClientWebSocket> ConnectAsync(JsonNode session, string? authorization = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        var socket = new ClientWebSocket();
        if (authorization is not null)
            socket.Options.SetRequestHeader("Authorization", authorization);
        using var invoker = new HttpMessageInvoker(ArmClient.TrustingHandler(_arm.Text("caCertificatePath")));
        await socket.ConnectAsync(new Uri((string)session["webSocketUri"]!), invoker, limit.Token);
        return socket;
    }

    private static Task SayAsync(ClientWebSocket socket, string text, WebSocketMessageType type) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), type, true, CancellationToken.None);

    private static async Task<string> ListenAsync(ClientWebSocket socket)
    {
        using var limit = new CancellationTokenSource(Patience);
        var (buffer, heard) = (new byte[4096], new StringBuilder());
        while (await socket.ReceiveAsync(buffer, limit.Token) is { MessageType: not WebSocketMessageType.Close } read)
            heard.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
        return heard.ToString();
    }
}
