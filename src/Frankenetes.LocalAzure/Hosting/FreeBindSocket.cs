using System.Net;
using System.Net.Sockets;

namespace Frankenetes.LocalAzure.Hosting;

/// <summary>Listens on an address that the machine does not have yet: the bridge's gateway exists only while a container runs.</summary>
internal static class FreeBindSocket
{
    private const int SocketLevel = 1;
    private const int SocketReuseAddress = 2;
    private const int IpLevel = 0;
    private const int IpFreeBind = 15;

    public static Socket Bind(EndPoint endpoint)
    {
        var address = (IPEndPoint)endpoint;
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            AllowLingering(socket);
            if (!IPAddress.IsLoopback(address.Address))
                socket.SetRawSocketOption(IpLevel, IpFreeBind, BitConverter.GetBytes(1));
            socket.Bind(address);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Lets a port be taken whose old connections linger. .NET's own ReuseAddress would also let a second process share the port.</summary>
    public static void AllowLingering(Socket socket) => socket.SetRawSocketOption(SocketLevel, SocketReuseAddress, BitConverter.GetBytes(1));
}
