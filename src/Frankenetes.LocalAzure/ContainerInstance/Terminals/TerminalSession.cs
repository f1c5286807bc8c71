using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Frankenetes.LocalAzure.ContainerInstance.Terminals;

/// <summary>One connection to a container, as ACI offers it: always a terminal, one program, no exit code.</summary>
/// <param name="containerId">The engine's id.</param>
/// <param name="command">The program to run; null = the container's own output, as it comes.</param>
/// <param name="rows">Height of the terminal; 0 = 24.</param>
/// <param name="columns">Width of the terminal; 0 = 80.</param>
internal sealed class TerminalSession(string containerId, string[]? command, int rows, int columns)
{
    private static readonly TimeSpan PasswordLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    public string Password { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public async Task RunAsync(HttpContext context, IDockerClient client)
    {
        // attach sends its password as the Authorization header; exec as the first message.
        if (command is null && !IsPassword(context.Request.Headers.Authorization.ToString().Split(' ')[^1]))
        {
            context.Response.StatusCode = 401;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var ending = context.RequestAborted;
        if (command is not null && !IsPassword(await FirstMessageAsync(socket, ending)))
        {
            await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "wrong password", ending);
            return;
        }

        // ACI's first message is empty; clients are written to skip it.
        await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, true, ending);
        using var stream = command is null ? await FollowAsync(client, ending) : await ExecAsync(client, ending);
        await RelayAsync(socket, stream, ending);
    }

    private async Task<MultiplexedStream> ExecAsync(IDockerClient client, CancellationToken cancellation)
    {
        var created = await client.Exec.CreateContainerExecAsync(
            containerId, new ContainerExecCreateParameters { Cmd = command!, TTY = true, AttachStdin = true, AttachStdout = true, AttachStderr = true }, cancellation);
        var stream = await client.Exec.StartContainerExecAsync(created.ID, new ContainerExecStartParameters { TTY = true }, cancellation);
        try
        {
            await client.Exec.ResizeExecTtyAsync(created.ID, new ContainerResizeParameters { Height = rows > 0 ? rows : 24, Width = columns > 0 ? columns : 80 }, cancellation);
        }
        catch (DockerApiException)
        {
            // The program has ended before its terminal got a size.
        }

        return stream;
    }

    private Task<MultiplexedStream> FollowAsync(IDockerClient client, CancellationToken cancellation) => client.Containers.GetContainerLogsAsync(
        containerId, new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Follow = true, Tail = "0" }, cancellation);

    /// <summary>Until the program ends or the client goes.</summary>
    private static async Task RelayAsync(WebSocket socket, MultiplexedStream stream, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var output = OutputAsync(socket, stream, ending.Token);
        var input = InputAsync(socket, stream, ending.Token);
        await Task.WhenAny(output, input);
        if (output.IsCompletedSuccessfully && socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
            // The client's own close; breaking off earlier would reset the connection under what it has yet to read.
            await Task.WhenAny(input, Task.Delay(CloseLimit, cancellation));
        }

        await ending.CancelAsync();
        await Task.WhenAll(Quietly(output), Quietly(input));
    }

    private static async Task OutputAsync(WebSocket socket, MultiplexedStream stream, CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellation) is { EOF: false } read)
            await socket.SendAsync(buffer.AsMemory(0, read.Count), WebSocketMessageType.Binary, true, cancellation);
    }

    private static async Task InputAsync(WebSocket socket, MultiplexedStream stream, CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        while (await socket.ReceiveAsync(buffer, cancellation) is { MessageType: not WebSocketMessageType.Close } read)
            await stream.WriteAsync(buffer, 0, read.Count, cancellation);
    }

    private static async Task<string> FirstMessageAsync(WebSocket socket, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(PasswordLimit);
        var buffer = new byte[1024];
        var read = await socket.ReceiveAsync(buffer, limit.Token);
        return read is { MessageType: WebSocketMessageType.Close } ? "" : Encoding.UTF8.GetString(buffer, 0, read.Count);
    }

    private static Task Quietly(Task task) => task.ContinueWith(_ => { }, TaskScheduler.Default);

    private bool IsPassword(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Password));
}
