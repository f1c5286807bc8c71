using System.Net.WebSockets;
using Frankenetes.KubeletStreams.WebSockets;

namespace Frankenetes.KubeletStreams.RemoteCommands;

/// <summary>An exec or attach over a websocket: channel 0 is stdin, 1 stdout, 2 stderr, 3 the status, 4 resize.</summary>
public sealed class WebSocketRemoteCommand : RemoteCommandSession
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int Status = 3;
    private const int Resize = 4;

    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(10);

    private readonly ChannelSocket _socket;
    private readonly RemoteCommandOptions _options;

    private WebSocketRemoteCommand(ChannelSocket socket, string protocol, RemoteCommandOptions options)
    {
        (_socket, _options, HasStatus) = (socket, options, RemoteCommandProtocol.HasStatus(protocol));
        Resizes = options.Terminal ? TerminalResizes.ReadAsync(socket[Resize]) : null;
    }

    /// <inheritdoc/>
    public override Stream? Input => _options.Input ? _socket[StandardInput] : null;

    /// <inheritdoc/>
    public override Stream Output => _options.Output ? _socket[StandardOutput] : Stream.Null;

    /// <inheritdoc/>
    public override Stream? Error => _options.Error && !_options.Terminal ? _socket[StandardError] : null;

    /// <inheritdoc/>
    public override IAsyncEnumerable<TerminalResize>? Resizes { get; }

    /// <inheritdoc/>
    public override CancellationToken Gone => _socket.Closed;

    private protected override bool HasStatus { get; }

    /// <summary>Takes the socket over.</summary>
    /// <param name="socket">Accepted.</param>
    /// <param name="protocol">One of <see cref="RemoteCommandProtocol.OverWebSocket"/>.</param>
    /// <param name="options">What the request asked for.</param>
    public static async Task<WebSocketRemoteCommand> OpenAsync(WebSocket socket, string protocol, RemoteCommandOptions options)
    {
        var form = new ChannelProtocol(RemoteCommandProtocol.IsBase64(protocol), RemoteCommandProtocol.HasClose(protocol));
        var channels = new ChannelSocket(socket, form, [options.Input, false, false, false, options.Terminal]);
        try
        {
            // Clients wait for an empty message on the first channel that they are given: it says that the connection stands.
            await channels.SendAsync((byte)(options.Output ? StandardOutput : options.Error ? StandardError : Status), default, channels.Closed).ConfigureAwait(false);
            return new WebSocketRemoteCommand(channels, protocol, options);
        }
        catch
        {
            await channels.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _socket.DisposeAsync();

    private protected override async Task EndAsync(byte[] status)
    {
        try
        {
            if (status.Length > 0) await _socket.SendAsync(Status, status, _socket.Closed).ConfigureAwait(false);
            await _socket.CloseAsync(ClosePatience).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client left before it was told.
        }
    }
}
