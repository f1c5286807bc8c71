using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Tests.Forwarding;

public sealed class RelayTests
{
    [Fact]
    public async Task Bytes_go_both_ways_and_each_way_ends_for_itself()
    {
        using var listener = Listen();
        using var session = new TestSession();
        session.Open(1, new { forward = new { port = Port(listener) } });
        using var server = await listener.AcceptTcpClientAsync();
        var sent = RandomNumberGenerator.GetBytes(100_000);
        foreach (var part in sent.Chunk(Frame.MaximumPayload)) session.Send(1, FrameKind.Input, part);
        session.Send(1, FrameKind.End);
        var received = new MemoryStream();
        await server.GetStream().CopyToAsync(received);
        Assert.True(sent.AsSpan().SequenceEqual(received.ToArray()));

        await server.GetStream().WriteAsync(Encoding.UTF8.GetBytes("and back"));
        server.Close();
        var said = session.Finish(1);
        Assert.Equal(("and back", 0), (said.OutputText, said.Result.Code));
    }

    [Fact]
    public void A_port_where_nothing_listens_is_refused_with_its_number()
    {
        using var listener = Listen();
        var port = Port(listener);
        listener.Stop();
        using var session = new TestSession();
        Assert.Contains($"port {port} ", session.Run(new { forward = new { port } }).Result.Error!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_given_up_is_closed()
    {
        using var listener = Listen();
        using var session = new TestSession();
        session.Open(1, new { forward = new { port = Port(listener) } });
        using var server = await listener.AcceptTcpClientAsync();
        session.Send(1, FrameKind.Cancel);
        session.Finish(1);
        Assert.True(await IsClosedAsync(server));
    }

    private static async Task<bool> IsClosedAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
