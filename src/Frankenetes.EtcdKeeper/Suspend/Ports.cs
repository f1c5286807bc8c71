using System.Net;
using System.Net.Sockets;

namespace Frankenetes.EtcdKeeper.Suspend;

/// <summary>Loopback ports that nobody listens on at the moment.</summary>
internal static class Ports
{
    public static (int First, int Second) TakeTwo()
    {
        using var first = Bind();
        using var second = Bind();
        return (((IPEndPoint)first.LocalEndPoint!).Port, ((IPEndPoint)second.LocalEndPoint!).Port);
    }

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
