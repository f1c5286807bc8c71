using System.Net;
using System.Net.Sockets;

namespace Frankenetes.LocalAzure.Hosting;

/// <summary>Chooses the three ports in a row that LocalAzure listens on.</summary>
internal static class Ports
{
    public const int First = 8443;

    /// <summary>The asked port, else the remembered one, else the first free three.</summary>
    /// <param name="asked">What the user wants; null leaves the choice, 0 does so without what is remembered.</param>
    /// <param name="remembered">What was chosen before; null = nothing yet.</param>
    /// <param name="from">The lowest port of a free choice.</param>
    /// <exception cref="StartupException">An asked or remembered port is in use (exit code 4).</exception>
    public static int Choose(int? asked, int? remembered, int from = First)
    {
        if ((asked ?? remembered) is { } wanted and > 0)
            return Enumerable.Range(wanted, 3).Where(p => !IsFree(p)).Select(p => (int?)p).FirstOrDefault() is { } taken
                ? throw StartupException.PortInUse(taken)
                : wanted;
        for (var port = from; port <= 65533; port++)
        {
            if (Enumerable.Range(port, 3).All(IsFree))
                return port;
        }

        throw StartupException.PortInUse(First);
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            FreeBindSocket.AllowLingering(socket);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
