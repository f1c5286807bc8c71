using System.Net;
using System.Net.Sockets;
using System.Text;
using Frankenetes.EtcdKeeper.Gate;
using Frankenetes.EtcdKeeper.Revisions;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Health;

/// <summary>
/// Answers `GET /healthz` and `GET /metrics` over plain HTTP/1.1, one request a connection. It is meant for loopback: it tells numbers and times, and
/// nothing of what the store holds.
/// </summary>
internal sealed class HealthEndpoint(IPEndPoint listen, Protection protection, TcpGate gate, ILogger logger) : IDisposable
{
    private const int LongestRequest = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Socket _listener = new(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Begins to answer. An address that is taken is a complaint, no reason not to run the cluster.</summary>
    public void Start()
    {
        try
        {
            _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _listener.Bind(listen);
            _listener.Listen(16);
            _ = AcceptAsync();
        }
        catch (SocketException e)
        {
            logger.LogWarning("Nobody can ask for the keeper's health on {Endpoint}: {Reason}", listen, e.SocketErrorCode);
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = AnswerAsync(await _listener.AcceptAsync());
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // Ended.
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        using var patience = new CancellationTokenSource(Patience);
        using (client)
        {
            try
            {
                var (status, body) = Answer(await ReadLineAsync(client, patience.Token));
                var content = Encoding.UTF8.GetBytes(body);
                var head = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n");
                await client.SendAsync((byte[])[.. head, .. content], patience.Token);
                client.Shutdown(SocketShutdown.Send);
                // A socket that is closed with something unread would cut its own answer off.
                while (await client.ReceiveAsync(new byte[256], patience.Token) > 0)
                {
                    // Until the client has gone.
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // A client that went away, or never came to the point.
            }
        }
    }

    private (string Status, string Body) Answer(string request) => request.Split(' ') switch
    {
        ["GET", "/healthz", ..] => ("200 OK", HealthReport.Text(protection)),
        ["GET", "/metrics", ..] => ("200 OK", HealthReport.Metrics(protection.Read(), gate.IsOpen)),
        ["GET", ..] => ("404 Not Found", "There are /healthz and /metrics.\n"),
        _ => ("405 Method Not Allowed", "Only GET is answered.\n"),
    };

    /// <summary>The request's first line; the rest says nothing that matters here.</summary>
    private static async Task<string> ReadLineAsync(Socket client, CancellationToken cancellation)
    {
        var buffer = new byte[LongestRequest];
        var read = 0;
        while (read < buffer.Length && !Encoding.ASCII.GetString(buffer, 0, read).Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var more = await client.ReceiveAsync(buffer.AsMemory(read), cancellation);
            if (more == 0)
                break;
            read += more;
        }

        return Encoding.ASCII.GetString(buffer, 0, read).Split("\r\n")[0];
    }
}
