using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Frankenetes.VirtualKubelet.PodAgents;
using Frankenetes.VirtualKubelet.Providers;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.VirtualKubelet.Tests.PodAgents;

public sealed class AgentConnectionTests
{
    private static readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    [Fact]
    public async Task A_command_brings_its_exit_code_and_its_streams_apart()
    {
        await using var agent = await AgentUnderTerminal.StartAsync();
        await using var connection = await OpenAsync(agent);
        var (code, output, error) = await RunAsync(connection, ["sh", "-c", "cat; echo wrong >&2; exit 7"], Encoding.UTF8.GetBytes("typed"));
        Assert.Equal((7, "typed", "wrong\n"), (code, Encoding.UTF8.GetString(output), error));
    }

    [Fact]
    public async Task A_megabyte_goes_through_cat_and_back_intact()
    {
        await using var agent = await AgentUnderTerminal.StartAsync();
        await using var connection = await OpenAsync(agent);
        var sent = RandomNumberGenerator.GetBytes(1_000_000);
        var (code, output, _) = await RunAsync(connection, ["cat"], sent);
        Assert.Equal(0, code);
        Assert.True(sent.AsSpan().SequenceEqual(output));
    }

    [Fact]
    public async Task A_command_that_cannot_be_started_says_so_on_the_error_stream()
    {
        await using var agent = await AgentUnderTerminal.StartAsync();
        await using var connection = await OpenAsync(agent);
        var (code, _, error) = await RunAsync(connection, ["no-such-program"], []);
        Assert.Equal((127, "no-such-program: No such file or directory\n"), (code, error));
    }

    [Fact]
    public async Task A_cancelled_command_ends()
    {
        await using var agent = await AgentUnderTerminal.StartAsync();
        await using var connection = await OpenAsync(agent);
        using var going = new CancellationTokenSource();
        var mark = $"/tmp/frankenetes-{Guid.NewGuid():N}";
        try
        {
            await using var channel = await connection.OpenAsync(Command(["sh", "-c", $"trap 'rm -f {mark}; exit' HUP TERM; touch {mark}; echo on; while :; do sleep 0.05; done"]), _limit);
            var following = AgentCommands.FollowAsync(channel!, new SessionStreams(null, new SignallingStream(going), null, null), going.Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        }
        finally
        {
            while (File.Exists(mark)) await Task.Delay(20, _limit);
        }
    }

    [Fact]
    public async Task A_container_that_ends_breaks_the_command_off()
    {
        await using var agent = await AgentUnderTerminal.StartAsync();
        await using var connection = await OpenAsync(agent);
        await using var channel = await connection.OpenAsync(Command(["sleep", "1000"]), _limit);
        agent.Kill();
        await Assert.ThrowsAsync<SessionException>(() => AgentCommands.FollowAsync(channel!, new SessionStreams(null, Stream.Null, null, null), _limit));
        Assert.Null(await connection.OpenAsync(Command(["true"]), _limit));
    }

    [Fact]
    public async Task A_connection_to_a_port_is_relayed_both_ways()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var agent = await AgentUnderTerminal.StartAsync();
        await using var connection = await OpenAsync(agent);
        await using var channel = await connection.OpenAsync(new AgentRequest { Forward = new AgentForward(((IPEndPoint)listener.LocalEndpoint).Port) }, _limit);
        using var client = new TwoWayStream(Encoding.UTF8.GetBytes("there"));
        var relaying = AgentCommands.RelayAsync(channel!, client, _limit);
        using (var server = await listener.AcceptTcpClientAsync(_limit))
        {
            Assert.Equal("there", await new StreamReader(server.GetStream()).ReadToEndAsync(_limit));
            await server.GetStream().WriteAsync(Encoding.UTF8.GetBytes("and back"), _limit);
        }
        await relaying;
        Assert.Equal("and back", Encoding.UTF8.GetString(client.Written.ToArray()));
    }

    [Fact]
    public async Task A_port_where_nothing_listens_is_refused()
    {
        var port = FreePorts.Take();
        await using var agent = await AgentUnderTerminal.StartAsync();
        await using var connection = await OpenAsync(agent);
        await using var channel = await connection.OpenAsync(new AgentRequest { Forward = new AgentForward(port) }, _limit);
        var refusal = await Assert.ThrowsAsync<SessionException>(() => AgentCommands.RelayAsync(channel!, Stream.Null, _limit));
        Assert.Contains($"port {port} ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_no_agent_gives_no_session()
    {
        await using var agent = await AgentUnderTerminal.StartAsync("sh", "-c", "echo no such program");
        Assert.Null(await AgentConnection.OpenAsync(agent.Client, TimeProvider.System, _limit));
    }

    [Fact]
    public async Task A_session_that_nobody_uses_closes_itself()
    {
        var time = new FakeTimeProvider();
        await using var agent = await AgentUnderTerminal.StartAsync();
        await using var connection = await OpenAsync(agent, time);
        Assert.Equal(0, (await RunAsync(connection, ["true"], [])).Code);
        while (connection.IsOpen)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(20, _limit);
        }
        Assert.Null(await connection.OpenAsync(Command(["true"]), _limit));
    }

    private static async Task<AgentConnection> OpenAsync(AgentUnderTerminal agent, TimeProvider? time = null) =>
        await AgentConnection.OpenAsync(agent.Client, time ?? TimeProvider.System, _limit) ?? throw new InvalidOperationException("The program is no pod agent.");

    private static AgentRequest Command(IReadOnlyList<string> command, bool input = false) => new() { Exec = new AgentCommand(command, false, input) };

    private static async Task<(int Code, byte[] Output, string Error)> RunAsync(AgentConnection connection, IReadOnlyList<string> command, byte[] input)
    {
        var (output, error) = (new MemoryStream(), new MemoryStream());
        await using var channel = await connection.OpenAsync(Command(command, input: true), _limit);
        var code = await AgentCommands.FollowAsync(channel!, new SessionStreams(new MemoryStream(input), output, error, null), _limit);
        return (code, output.ToArray(), Encoding.UTF8.GetString(error.ToArray()));
    }

    /// <summary>Cancels at the first byte.</summary>
    private sealed class SignallingStream(CancellationTokenSource source) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            source.Cancel();
            return default;
        }
    }

    /// <summary>What is read from it was there before; what is written to it is kept.</summary>
    private sealed class TwoWayStream(byte[] given) : MemoryStream(given)
    {
        public MemoryStream Written { get; } = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Written.WriteAsync(buffer, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            Written.Dispose();
            base.Dispose(disposing);
        }
    }
}
