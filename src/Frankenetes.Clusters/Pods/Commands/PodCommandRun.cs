using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Pods.Commands;

/// <summary>Runs a command in a container: the first byte of each message says which channel it belongs to.</summary>
internal sealed class PodCommandRun(PodClient pods, PodCommand command)
{
    private const byte StandardInput = 0;
    private const byte StandardOutput = 1;
    private const byte StandardError = 2;
    private const byte Status = 3;
    private const byte Close = 255;
    private const int LargestFrame = 32 * 1024;

    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly ArrayBufferWriter<byte> _error = new();
    private readonly ArrayBufferWriter<byte> _status = new();

    /// <summary>Runs it to its end.</summary>
    /// <param name="input">Standard input, piece by piece; null for none. It is no longer read once the command has ended.</param>
    /// <param name="cancellationToken">Cuts the connection, upon which the node ends the command.</param>
    /// <exception cref="FrankenetesException">PodNotFound, PodCommandFailed, ApiServerUnreachable.</exception>
    public async Task<PodCommandEnd> RunAsync(IAsyncEnumerable<ReadOnlyMemory<byte>>? input, CancellationToken cancellationToken)
    {
        var (socket, answer) = await OpenAsync(input is not null, cancellationToken).ConfigureAwait(false);
        using var connection = answer;
        using var channel = socket;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = input is null ? Task.CompletedTask : SendAsync(socket, input, ended.Token);
        try
        {
            await ReceiveAsync(socket, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cut) when (cut is WebSocketException or IOException)
        {
            // Whether the end was told before is seen below.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await sending.ContinueWith(static sent => sent.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        }

        return new PodCommandEnd(ExitCode(), _output.WrittenSpan.ToArray(), _error.WrittenSpan.ToArray());
    }

    private async Task<(WebSocket Socket, HttpResponseMessage Answer)> OpenAsync(bool hasInput, CancellationToken cancellationToken)
    {
        try
        {
            return await ChannelSocket.OpenAsync(pods.Api, command.Path(hasInput), cancellationToken).ConfigureAwait(false);
        }
        catch (ApiServerRefusal absent) when (absent is { Status: 404, Kind: "pods" })
        {
            throw pods.Absent(command.Pod);
        }
        catch (ApiServerRefusal refusal)
        {
            throw Failed(refusal.Message, refusal);
        }
    }

    private async Task ReceiveAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[LargestFrame];
        ArrayBufferWriter<byte>? channel = null;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                return;
            var bytes = buffer.AsMemory(0, part.Count);
            if (channel is null && bytes.Length > 0)
            {
                channel = Channel(bytes.Span[0]);
                bytes = bytes[1..];
            }

            channel?.Write(bytes.Span);
            if (!part.EndOfMessage)
                continue;
            // The status is the last word; servers differ in who closes then.
            if (channel == _status && _status.WrittenCount > 0)
                return;
            channel = null;
        }
    }

    // Channels that nobody asked for are read past.
    private ArrayBufferWriter<byte> Channel(byte number) => number switch
    {
        StandardOutput => _output,
        StandardError => _error,
        Status => _status,
        _ => new ArrayBufferWriter<byte>(),
    };

    private static async Task SendAsync(WebSocket socket, IAsyncEnumerable<ReadOnlyMemory<byte>> input, CancellationToken cancellationToken)
    {
        var frame = new byte[LargestFrame];
        frame[0] = StandardInput;
        await foreach (var piece in input.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            for (var sent = 0; sent < piece.Length; sent += LargestFrame - 1)
            {
                var part = piece.Slice(sent, Math.Min(LargestFrame - 1, piece.Length - sent));
                part.CopyTo(frame.AsMemory(1));
                await socket.SendAsync(frame.AsMemory(0, part.Length + 1), WebSocketMessageType.Binary, true, cancellationToken).ConfigureAwait(false);
            }
        }

        // Before version 5 there is no way to say that standard input is over.
        if (socket.SubProtocol == ChannelSocket.Version5)
            await socket.SendAsync(new byte[] { Close, StandardInput }.AsMemory(), WebSocketMessageType.Binary, true, cancellationToken).ConfigureAwait(false);
    }

    private int ExitCode()
    {
        if (_status.WrittenCount == 0)
            throw Failed("the connection ended before the command's end was told", null);
        using var json = JsonDocument.Parse(_status.WrittenMemory);
        var status = json.RootElement;
        if (status.Text("status") == "Success")
            return 0;
        var causes = status.Member("details").Items("causes");
        if (causes.FirstOrDefault(cause => cause.Text("reason") == "ExitCode").Text("message") is { } code && int.TryParse(code, out var number))
            return number;
        throw Failed(status.Text("message") ?? "", null);
    }

    private FrankenetesException Failed(string reason, Exception? cause) => new(
        ErrorCatalog.PodCommandFailed, $"'{command.Command[0]}' did not run to its end in container '{command.Container}' of pod '{command.Pod}'. {PodFailure.Sentence(reason)}", command.Pod.ToString(), cause);
}
