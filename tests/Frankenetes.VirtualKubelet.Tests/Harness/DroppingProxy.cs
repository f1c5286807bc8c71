using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Frankenetes.VirtualKubelet.Tests.Harness;

/// <summary>Passes TCP connections on, and cuts them all when told to.</summary>
internal sealed class DroppingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly int _target;

    public DroppingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether new connections are cut at once.</summary>
    public bool IsCut { get; set; }

    /// <summary>Cuts what is open; new connections are welcome.</summary>
    public void Drop()
    {
        while (_open.TryTake(out var client)) client.Dispose();
    }

    public void Dispose()
    {
        _listener.Dispose();
        Drop();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync();
            if (IsCut) client.Dispose();
            else _ = RelayAsync(client);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        var server = new TcpClient();
        _open.Add(client);
        _open.Add(server);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
        }
        catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut by us, or by the other side.
        }
        client.Dispose();
        server.Dispose();
    }
}
