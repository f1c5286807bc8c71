using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using Frankenetes.PodAgent.Native;
using Frankenetes.VirtualKubelet.PodAgents;

namespace Frankenetes.VirtualKubelet.Tests.PodAgents;

/// <summary>The finished pod agent under a terminal whose other end is a websocket, as ACI's exec has it: the first message is empty.</summary>
internal sealed class AgentUnderTerminal : IAsyncDisposable
{
    private static readonly WebSocketCreationOptions _serverSide = new() { IsServer = true };

    private readonly Descriptor _terminal;
    private readonly ChildProcess _program;
    private readonly WebSocket _socket;
    private readonly CancellationTokenSource _ending = new();

    private AgentUnderTerminal(Stream serverSide, Stream clientSide, IReadOnlyList<string> command)
    {
        (_terminal, var theirs) = Terminal.Open();
        using var actions = new SpawnActions().OpenTerminal(theirs);
        _program = ChildProcess.Start(command, null, actions);
        _socket = WebSocket.CreateFromStream(serverSide, _serverSide);
        Client = new ContainerTerminal(WebSocket.CreateFromStream(clientSide, new WebSocketCreationOptions()));
        _ = InputAsync();
        new Thread(Output) { IsBackground = true }.Start();
    }

    public ContainerTerminal Client { get; }

    public static Task<AgentUnderTerminal> StartAsync() => StartAsync(Program());

    public static async Task<AgentUnderTerminal> StartAsync(params string[] command)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var server = await listener.AcceptTcpClientAsync();
        return new AgentUnderTerminal(server.GetStream(), client.GetStream(), command);
    }

    /// <summary>As a container that ends.</summary>
    public void Kill() => _program.Signal(LibC.Kill);

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _ending.CancelAsync();
        _ending.Dispose();
    }

    private async Task InputAsync()
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer, _ending.Token) is { MessageType: not WebSocketMessageType.Close } read) _terminal.Write(buffer.AsSpan(0, read.Count));
        }
        catch (Exception over) when (over is WebSocketException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    private void Output()
    {
        var buffer = new byte[16 * 1024];
        _socket.SendAsync(Encoding.UTF8.GetBytes(""), WebSocketMessageType.Text, true, CancellationToken.None).Wait();
        try
        {
            for (int count; (count = _terminal.Read(buffer)) > 0;) _socket.SendAsync(buffer.AsMemory(0, count), WebSocketMessageType.Binary, true, CancellationToken.None).AsTask().Wait();
            _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Wait();
        }
        catch (AggregateException)
        {
            // The client is gone.
        }
    }

    private static string Program([CallerFilePath] string thisFile = "")
    {
        var program = Path.GetFullPath(Path.Combine(thisFile, "..", "..", "..", "..", "bin", "agent", "linux-x64", "frankenetes-pod"));
        Assert.True(File.Exists(program), $"{program} is missing; ./build.sh Build makes it.");
        return program;
    }
}
