using System.Net;
using System.Net.Sockets;

namespace Frankenetes.EtcdKeeper.Tests.Harness;

/// <summary>Loopback ports below the range from which the system gives ports to others, so that they stay free until they are used.</summary>
internal static class FreePorts
{
    private static int _next = 20000 + (Environment.ProcessId * 37 % 9000);

    public static int[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => TakeOne())];

    private static int TakeOne()
    {
        while (true)
        {
            var port = 20000 + (Interlocked.Increment(ref _next) - 20000) % 10000;
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next one.
            }
        }
    }
}
