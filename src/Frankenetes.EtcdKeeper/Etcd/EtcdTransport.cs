using System.Net.Sockets;
using Frankenetes.EtcdKeeper.Configuration;

namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>How a channel reaches an etcd that may be killed and come back at any time.</summary>
internal static class EtcdTransport
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A handler that connects for itself, at the next call. Without a callback of its own the channel would keep a connection beside the handler's, with states and pauses, and that one now and then never
    /// connects again where etcd went while it was being made.
    /// </summary>
    public static SocketsHttpHandler Create(EtcdConfiguration etcd) => new()
    {
        SslOptions = EtcdTls.For(etcd),
        UseProxy = false,
        ConnectTimeout = Patience,
        ConnectCallback = static async (context, stop) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, stop);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
