using System.Net;
using System.Net.Sockets;

namespace Frankenetes.LocalAzure.Tests;

/// <summary>Three free ports in a row, at a place that two test runs at once hardly share.</summary>
internal static class FreePorts
{
    public static int Next()
    {
        for (; ; )
        {
            var first = Random.Shared.Next(20000, 30000);
            if (Enumerable.Range(first, 3).All(IsFree))
                return first;
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
