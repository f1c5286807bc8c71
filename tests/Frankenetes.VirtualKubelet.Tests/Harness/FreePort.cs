using System.Net;
using System.Net.Sockets;

namespace Frankenetes.VirtualKubelet.Tests.Harness;

/// <summary>Ports below the range from which the system gives ports to others, so that they stay free until they are used.</summary>
internal static class FreePort
{
    private static int _next = Environment.ProcessId * 53 % 9000;

    public static int Take()
    {
        while (true)
        {
            var port = 11000 + (Interlocked.Increment(ref _next) % 9000);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Any, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next one.
            }
        }
    }
}
