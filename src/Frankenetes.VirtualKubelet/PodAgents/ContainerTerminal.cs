using System.Net.WebSockets;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>A program's terminal as ACI gives it: bytes both ways over a websocket.</summary>
internal sealed class ContainerTerminal(WebSocket socket) : IAsyncDisposable
{
    // What a terminal takes at once; longer messages might be cut by who writes them into it.
    private const int LongestMessage = 4096;
    private static readonly TimeSpan _closing = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>Sends all of it, as one piece among what others send.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var at = 0; at < bytes.Length; at += LongestMessage)
                // A send that is cancelled breaks the socket for all who share it.
                await socket.SendAsync(bytes.Slice(at, Math.Min(LongestMessage, bytes.Length - at)), WebSocketMessageType.Binary, true, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>0 at the end; ACI's first message, which is empty, is none.</summary>
    public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read.MessageType == WebSocketMessageType.Close) return 0;
            if (read.Count > 0) return read.Count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(_closing);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The other side was faster.
        }
        socket.Dispose();
        _writing.Dispose();
    }
}
