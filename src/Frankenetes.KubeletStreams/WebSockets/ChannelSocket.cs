using System.Buffers;
using System.Buffers.Text;
using System.Net.WebSockets;

namespace Frankenetes.KubeletStreams.WebSockets;

/// <summary>Channels over one websocket. Source: k8s.io/apimachinery/pkg/util/httpstream/wsstream; the fifth protocol's close message: KEP 4006.</summary>
internal sealed class ChannelSocket : IAsyncDisposable
{
    private const int LargestText = 1024 * 1024;
    private const int LargestMessage = 32 * 1024;
    private const byte CloseChannel = 255;

    private readonly WebSocket _socket;
    private readonly ChannelProtocol _protocol;
    private readonly ChannelStream[] _channels;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _running;

    /// <summary>Reads from now on.</summary>
    /// <param name="socket">Accepted; closed by this.</param>
    /// <param name="protocol">Form of the messages.</param>
    /// <param name="readable">For each channel whether what comes on it is kept; else it is thrown away.</param>
    public ChannelSocket(WebSocket socket, ChannelProtocol protocol, IReadOnlyList<bool> readable)
    {
        (_socket, _protocol, Closed) = (socket, protocol, _closed.Token);
        _channels = [.. readable.Select((kept, number) => new ChannelStream(this, (byte)number, kept))];
        _running = RunAsync();
    }

    /// <summary>Cancelled when the client has closed or is gone.</summary>
    public CancellationToken Closed { get; }

    public ChannelStream this[int channel] => _channels[channel];

    public async Task SendAsync(byte channel, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        do
        {
            var part = content[..Math.Min(LargestMessage, content.Length)];
            await SendOneAsync(channel, part, cancellationToken).ConfigureAwait(false);
            content = content[part.Length..];
        }
        while (!content.IsEmpty);
    }

    /// <summary>Says that all is sent, and waits for the client to say the same.</summary>
    public async Task CloseAsync(TimeSpan patience)
    {
        try
        {
            // Nobody reads them any more, and the client's close comes behind what it still sends.
            foreach (var channel in _channels) channel.StopReading();
            await _turn.WaitAsync(Closed).ConfigureAwait(false);
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Closed).ConfigureAwait(false);
            await _running.WaitAsync(patience, TimeProvider.System).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or TimeoutException or ObjectDisposedException)
        {
            // It left without a word.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _socket.Dispose();
    }

    private async Task SendOneAsync(byte channel, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(Closed, cancellationToken);
        await _turn.WaitAsync(waiting.Token).ConfigureAwait(false);
        var message = ArrayPool<byte>.Shared.Rent(1 + Base64.GetMaxEncodedToUtf8Length(content.Length));
        try
        {
            // Cancelled by the connection's end alone: half a message would spoil the rest.
            await _socket.SendAsync(message.AsMemory(0, Compose(channel, content.Span, message)), _protocol.IsBase64 ? WebSocketMessageType.Text : WebSocketMessageType.Binary, true, Closed).ConfigureAwait(false);
        }
        catch (WebSocketException gone)
        {
            throw new IOException("the client has closed the connection", gone);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
            _turn.Release();
        }
    }

    private int Compose(byte channel, ReadOnlySpan<byte> content, Span<byte> message)
    {
        message[0] = _protocol.IsBase64 ? (byte)('0' + channel) : channel;
        if (_protocol.IsBase64)
        {
            Base64.EncodeToUtf8(content, message[1..], out _, out var written);
            return 1 + written;
        }
        content.CopyTo(message[1..]);
        return 1 + content.Length;
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        try
        {
            if (_protocol.IsBase64) await ReadTextAsync().ConfigureAwait(false);
            else await ReadBinaryAsync().ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is WebSocketException or IOException or OperationCanceledException or FormatException or ObjectDisposedException)
        {
            // Told by the channels' ends and Closed.
        }
        foreach (var channel in _channels) await channel.EndAsync(new IOException("the client has closed the connection")).ConfigureAwait(false);
        await _closed.CancelAsync().ConfigureAwait(false);
    }

    // Passed on as it comes: nothing says how large a message is.
    private async Task ReadBinaryAsync()
    {
        var buffer = new byte[LargestMessage];
        ChannelStream? channel = null;
        for (var begins = true; ;)
        {
            var result = await _socket.ReceiveAsync(buffer.AsMemory(), Closed).ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close) return;
            var content = buffer.AsMemory(0, result.Count);
            if (begins && result.Count > 0)
            {
                channel = buffer[0] < _channels.Length ? _channels[buffer[0]] : null;
                if (buffer[0] == CloseChannel && _protocol.HasClose && result.Count == 2 && result.EndOfMessage) await EndAsync(buffer[1]).ConfigureAwait(false);
                content = content[1..];
            }
            if (channel is not null) await channel.ReceiveAsync(content, Closed).ConfigureAwait(false);
            begins = result.EndOfMessage || (begins && result.Count == 0);
        }
    }

    private async Task ReadTextAsync()
    {
        var buffer = new byte[LargestMessage];
        using var message = new MemoryStream();
        while (true)
        {
            var result = await _socket.ReceiveAsync(buffer.AsMemory(), Closed).ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close) return;
            message.Write(buffer, 0, result.Count);
            if (message.Length > LargestText) throw new IOException("a text message is too large");
            if (!result.EndOfMessage) continue;
            if (message.Length > 0 && message.GetBuffer()[0] - '0' is var number && number >= 0 && number < _channels.Length)
                await _channels[number].ReceiveAsync(Decode(message.GetBuffer().AsMemory(1, (int)message.Length - 1)), Closed).ConfigureAwait(false);
            message.SetLength(0);
        }
    }

    private static ReadOnlyMemory<byte> Decode(Memory<byte> text) =>
        Base64.DecodeFromUtf8InPlace(text.Span, out var length) == OperationStatus.Done ? text[..length] : throw new FormatException("a message is not base64");

    private ValueTask EndAsync(byte channel) => channel < _channels.Length ? _channels[channel].EndAsync(null) : ValueTask.CompletedTask;
}
