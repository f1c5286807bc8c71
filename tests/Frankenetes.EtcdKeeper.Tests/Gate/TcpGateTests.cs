using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using Frankenetes.EtcdKeeper.Gate;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frankenetes.EtcdKeeper.Tests.Gate;

public sealed class TcpGateTests : IDisposable
{
    private readonly TcpListener _server = new(IPAddress.Loopback, FreePorts.Take());
    private readonly IPEndPoint _listen = new(IPAddress.Loopback, FreePorts.Take());
    private readonly TcpGate _gate;

    public TcpGateTests()
    {
        _server.Start();
        _gate = new TcpGate(_listen, (IPEndPoint)_server.LocalEndpoint, NullLogger.Instance);
    }

    [Fact]
    public async Task A_closed_gate_does_not_listen()
    {
        using var client = new TcpClient();
        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(_listen))).SocketErrorCode);
    }

    /// <summary>See docs/decisions/0024-the-gate-is-passed-inline.md: without it the gate is slower, and nothing else says so.</summary>
    [Fact]
    public void The_runtime_lets_a_socket_complete_inline()
        => Assert.NotNull(typeof(SafeSocketHandle).GetProperty("PreferInlineCompletions", BindingFlags.Instance | BindingFlags.NonPublic)?.SetMethod);

    [Fact]
    public async Task Every_byte_passes_both_ways()
    {
        var (client, server) = await JoinAsync();
        var sent = RandomNumberGenerator.GetBytes(20 << 20);
        var writing = Task.Run(async () =>
        {
            await client.GetStream().WriteAsync(sent);
            client.Client.Shutdown(SocketShutdown.Send);
        });
        var echoing = Task.Run(async () =>
        {
            await server.GetStream().CopyToAsync(server.GetStream());
            server.Client.Shutdown(SocketShutdown.Send);
        });
        using var received = new MemoryStream();
        await client.GetStream().CopyToAsync(received);
        await Task.WhenAll(writing, echoing);
        Assert.Equal(sent, received.ToArray());
    }

    [Fact]
    public async Task A_client_that_has_said_all_still_hears_the_answer()
    {
        var (client, server) = await JoinAsync();
        var hearing = client.GetStream();
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await server.GetStream().ReadAsync(new byte[1]));
        await server.GetStream().WriteAsync("late answer"u8.ToArray());
        server.Close();
        using var reader = new StreamReader(hearing);
        Assert.Equal("late answer", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Closing_resets_both_ends_at_once()
    {
        var (client, server) = await JoinAsync();
        _gate.Close();
        await Assert.ThrowsAsync<IOException>(async () => await client.GetStream().ReadExactlyAsync(new byte[1]));
        await Assert.ThrowsAsync<IOException>(async () => await server.GetStream().ReadExactlyAsync(new byte[1]));
        Assert.False(_gate.IsOpen);
    }

    [Fact]
    public async Task A_gate_opens_and_closes_as_often_as_wanted()
    {
        for (var i = 0; i < 20; i++)
        {
            var (client, server) = await JoinAsync();
            await client.GetStream().WriteAsync(new byte[] { 7 });
            Assert.Equal(7, server.GetStream().ReadByte());
            _gate.Close();
        }
    }

    [Fact]
    public async Task A_server_that_is_away_costs_the_client_its_connection_and_nothing_else()
    {
        _gate.Open();
        var address = (IPEndPoint)_server.LocalEndpoint;
        _server.Stop();
        using (var refused = new TcpClient())
        {
            // The reset may overtake the end of the connect.
            var cut = await Record.ExceptionAsync(async () =>
            {
                await refused.ConnectAsync(_listen);
                await refused.GetStream().ReadExactlyAsync(new byte[1]);
            });
            Assert.True(cut is IOException or SocketException { SocketErrorCode: SocketError.ConnectionReset }, cut?.ToString());
        }

        using var back = new TcpListener(address);
        back.Start();
        using var client = new TcpClient();
        await client.ConnectAsync(_listen);
        using var server = await back.AcceptTcpClientAsync();
    }

    public void Dispose()
    {
        _gate.Dispose();
        _server.Dispose();
    }

    private async Task<(TcpClient Client, TcpClient Server)> JoinAsync()
    {
        _gate.Open();
        var client = new TcpClient();
        await client.ConnectAsync(_listen);
        return (client, await _server.AcceptTcpClientAsync());
    }
}
