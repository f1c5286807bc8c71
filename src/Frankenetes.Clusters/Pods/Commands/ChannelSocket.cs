using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Pods.Commands;

/// <summary>
/// Opens a websocket of the remote command protocol (RFC 6455; subprotocols v5 and v4.channel.k8s.io of kubernetes/staging/src/k8s.io/apimachinery/pkg/util/remotecommand). The
/// handshake is made here and not by ClientWebSocket, because that one keeps the reason of a refusal to itself.
/// </summary>
internal static class ChannelSocket
{
    public const string Version5 = "v5.channel.k8s.io";
    public const string Version4 = "v4.channel.k8s.io";
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    /// <summary>The socket and the answer that holds its connection; the caller disposes both.</summary>
    /// <exception cref="ApiServerRefusal">The server says no.</exception>
    /// <exception cref="FrankenetesException">ApiServerUnreachable, or PodCommandFailed where the server speaks another protocol.</exception>
    public static async Task<(WebSocket Socket, HttpResponseMessage Answer)> OpenAsync(ApiServerClient client, string path, CancellationToken cancellationToken)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        using var request = Request(client.Address(path), key);
        var answer = await client.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            var version = Check(answer, key);
            var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return (WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { SubProtocol = version, KeepAliveInterval = KeepAlive }), answer);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private static HttpRequestMessage Request(Uri address, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address) { Version = System.Net.HttpVersion.Version11 };
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", key);
        request.Headers.Add("Sec-WebSocket-Protocol", $"{Version5}, {Version4}");
        return request;
    }

    private static string Check(HttpResponseMessage answer, string key)
    {
        // SHA-1 is what RFC 6455 proves the handshake with; it protects nothing.
#pragma warning disable CA5350
        var proof = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
#pragma warning restore CA5350
        var version = Header(answer, "Sec-WebSocket-Protocol");
        return (int)answer.StatusCode == 101 && Header(answer, "Sec-WebSocket-Accept") == proof && version is Version5 or Version4
            ? version
            : throw new FrankenetesException(ErrorCatalog.PodCommandFailed, $"The API server opened no command channel (status {(int)answer.StatusCode}, protocol '{version}').");
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
