using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Frankenetes.PodAgent.Probing;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Tests.Probing;

public sealed class ProbeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("frankenetes-pod-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_command_that_fails_and_recovers_is_told_each_time_and_nothing_else_is()
    {
        using var session = new TestSession();
        var mark = Path.Combine(_folder, "ready");
        session.Open(1, new { probes = new { readiness = Probe(new { exec = new { command = new[] { "cat", mark } } }, failureThreshold: 2) } });
        var first = Next(session);
        Assert.Equal(("readiness", false), (first.Probe, first.Succeeds));
        Assert.Contains("No such file", first.Message, StringComparison.Ordinal);
        File.WriteAllText(mark, "");
        Assert.Equal(new ProbeMessage("readiness", true), Next(session));
        Assert.True(session.IsSilent(TimeSpan.FromMilliseconds(500)));
        File.Delete(mark);
        Assert.False(Next(session).Succeeds);
    }

    [Fact]
    public void The_other_probes_wait_for_the_startup_probe()
    {
        using var session = new TestSession();
        var mark = Path.Combine(_folder, "started");
        session.Open(1, new { probes = new { startup = Probe(new { exec = new { command = new[] { "test", "-e", mark } } }, failureThreshold: 1000), liveness = Probe(new { exec = new { command = new[] { "true" } } }) } });
        Assert.True(session.IsSilent(TimeSpan.FromMilliseconds(500)));
        File.WriteAllText(mark, "");
        Assert.Equal(new ProbeMessage("startup", true), Next(session));
        Assert.Equal(new ProbeMessage("liveness", true), Next(session));
    }

    [Fact]
    public void A_command_that_takes_too_long_fails()
    {
        using var session = new TestSession();
        session.Open(1, new { probes = new { liveness = Probe(new { exec = new { command = new[] { "sleep", "100" } } }, timeoutSeconds: 0.2) } });
        Assert.Contains("timed out", Next(session).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_starts_in_the_folder_that_is_said()
    {
        using var session = new TestSession();
        var exec = new { command = new[] { "sh", "-c", "pwd; exit 1" }, workingDirectory = _folder };
        session.Open(1, new { probes = new { readiness = Probe(new { exec }) } });
        Assert.Equal(_folder, Next(session).Message);
        session.Open(2, new { hook = new { call = new { exec }, limitSeconds = 5 } });
        Assert.Equal(_folder, session.Finish(2).Result.Error);
    }

    [Fact]
    public async Task A_port_is_probed_by_connecting()
    {
        using var listener = Listen(out var port);
        using var session = new TestSession();
        session.Open(1, new { probes = new { readiness = Probe(new { tcp = new { port } }) } });
        using (await listener.AcceptTcpClientAsync()) Assert.True(Next(session).Succeeds);
        listener.Stop();
        Assert.Contains("refused", Next(session).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK", null)]
    [InlineData("HTTP/1.1 302 Found", null)]
    [InlineData("HTTP/1.0 404 Not Found", "HTTP probe failed with statuscode: 404")]
    [InlineData("SSH-2.0-OpenSSH_9.2", "the answer is no HTTP")]
    public async Task A_status_from_200_to_399_is_success(string line, string? message)
    {
        using var listener = Listen(out var port);
        using var session = new TestSession();
        session.Open(1, new { probes = new { readiness = Probe(new { http = new { port, path = "/healthz?full=1", headers = new[] { new { name = "Host", value = "app.example" }, new { name = "X-Probe", value = "1\r\nEvil: 1" } } } }) } });
        using var client = await listener.AcceptTcpClientAsync();
        var reader = new StreamReader(client.GetStream());
        var asked = new List<string>();
        while (await reader.ReadLineAsync() is { Length: > 0 } header) asked.Add(header);
        Assert.Equal("GET /healthz?full=1 HTTP/1.1", asked[0]);
        Assert.Contains("Host: app.example", asked);
        Assert.Contains("X-Probe: 1Evil: 1", asked);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\r\nContent-Length: 0\r\n\r\n"));
        var told = Next(session);
        Assert.Equal((message is null, message), (told.Succeeds, told.Message));
    }

    [Fact]
    public async Task A_server_that_never_answers_fails_in_time()
    {
        using var listener = Listen(out var port);
        using var session = new TestSession();
        session.Open(1, new { probes = new { readiness = Probe(new { http = new { port } }, timeoutSeconds: 0.2) } });
        using var client = await listener.AcceptTcpClientAsync();
        Assert.Equal("no answer in time", Next(session).Message);
    }

    [Theory]
    [InlineData("a", 1, null)]
    [InlineData("a", 2, "service unhealthy (responded with NOT_SERVING)")]
    [InlineData("a-service-with-a-name-of-more-than-one-hundred-and-twenty-eight-letters-so-that-its-length-takes-two-bytes-in-the-message-that-asks-for-it", 1, null)]
    public async Task A_grpc_service_is_asked_for_its_health(string service, int status, string? message)
    {
        await using var health = await HealthService.StartAsync(service, status);
        using var session = new TestSession();
        session.Open(1, new { probes = new { readiness = Probe(new { grpc = new { port = health.Port, service } }) } });
        var told = Next(session);
        Assert.Equal((message is null, message), (told.Succeeds, told.Message));
    }

    [Fact]
    public void Probes_that_are_given_up_end()
    {
        using var session = new TestSession();
        session.Open(1, new { probes = new { readiness = Probe(new { exec = new { command = new[] { "true" } } }) } });
        Assert.True(Next(session).Succeeds);
        session.Send(1, FrameKind.Cancel);
        Assert.Equal(0, session.Finish(1).Result.Code);
    }

    internal static ProbeMessage Next(TestSession session)
    {
        var frame = session.Next();
        Assert.Equal(FrameKind.Message, frame.Kind);
        return JsonSerializer.Deserialize(frame.Payload, PodAgentJson.Default.ProbeMessage)!;
    }

    private static Dictionary<string, object> Probe(object way, int failureThreshold = 1, double timeoutSeconds = 60)
    {
        var probe = JsonSerializer.SerializeToElement(way).EnumerateObject().ToDictionary(member => member.Name, member => (object)member.Value);
        (probe["periodSeconds"], probe["failureThreshold"], probe["timeoutSeconds"]) = (0.1, failureThreshold, timeoutSeconds);
        return probe;
    }

    private static TcpListener Listen(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }
}
