using System.Net;
using System.Net.Sockets;

namespace Frankenetes;

/// <summary>Ports below the range from which the system gives ports to others, so that they stay free until they are used; at a place that two test runs at once hardly share.</summary>
internal static class FreePorts
{
    private const int First = 11000;
    private const int Count = 19000;
    private static int _next = Environment.ProcessId * 53 % Count;

    /// <summary>The first of so many in a row, which nobody else of this process is given.</summary>
    public static int Take(int inRow = 1)
    {
        while (true)
        {
            var port = First + ((Interlocked.Add(ref _next, inRow) - inRow) % Count);
            if (Enumerable.Range(port, inRow).All(IsFree)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
