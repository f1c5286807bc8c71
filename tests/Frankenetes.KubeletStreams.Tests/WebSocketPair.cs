using System.Net.WebSockets;

namespace Frankenetes.KubeletStreams.Tests;

/// <summary>Both ends of a websocket over TCP.</summary>
internal sealed class WebSocketPair(LoopbackPair pair) : IDisposable
{
    public WebSocket Client { get; } = WebSocket.CreateFromStream(pair.Client, new WebSocketCreationOptions { IsServer = false });

    public WebSocket Server { get; } = WebSocket.CreateFromStream(pair.Server, new WebSocketCreationOptions { IsServer = true });

    public static async Task<WebSocketPair> OpenAsync() => new(await LoopbackPair.OpenAsync());

    /// <summary>The next message; null at the end.</summary>
    public async Task<byte[]?> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[70_000];
        while (true)
        {
            var result = await Client.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromMinutes(1));
            if (result.MessageType == WebSocketMessageType.Close) return null;
            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage) return message.ToArray();
        }
    }

    public Task SendAsync(byte[] message, WebSocketMessageType type = WebSocketMessageType.Binary, bool last = true) => Client.SendAsync(message, type, last, CancellationToken.None);

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
        pair.Dispose();
    }
}
