using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Frankenetes.VirtualKubelet.PodAgents;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.VirtualKubelet.Tests.PodAgents;

/// <summary>TLS through the finished pod agent, to a server whose certificate nobody trusts.</summary>
public sealed class AgentHttpsTests : IDisposable
{
    private static readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;

    public AgentHttpsTests()
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=nobody", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    [Theory]
    [InlineData("200 OK", null)]
    [InlineData("302 Found\r\nLocation: https://elsewhere/", null)]
    [InlineData("503 Unavailable", "HTTP status 503")]
    public async Task A_probe_over_HTTPS_goes_by_the_status_whatever_the_certificate(string status, string? failure)
    {
        await using var agent = await AgentUnderTerminal.StartAsync();
        var answering = AnswerAsync(status);
        Assert.Equal(failure, await GetAsync(agent, ((IPEndPoint)_listener.LocalEndpoint).Port));
        Assert.StartsWith("GET /healthz HTTP/1.1\r\n", await answering, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_listens_it_fails()
    {
        var port = FreePorts.Take();
        await using var agent = await AgentUnderTerminal.StartAsync();
        Assert.Contains($"port {port} ", await GetAsync(agent, port), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_breaks_says_nothing_of_the_container()
    {
        await using var agent = await AgentUnderTerminal.StartAsync();
        var asking = GetAsync(agent, ((IPEndPoint)_listener.LocalEndpoint).Port);
        using var client = await _listener.AcceptTcpClientAsync(_limit);
        agent.Kill();
        await Assert.ThrowsAsync<SessionException>(() => asking);
    }

    [Fact]
    public async Task A_connection_that_is_given_up_before_the_agent_has_made_it_leaves_nothing_open()
    {
        var time = new FakeTimeProvider();
        await using var agent = await AgentUnderTerminal.StartAsync();
        await using var connection = await AgentConnection.OpenAsync(agent.Client, time, _limit) ?? throw new InvalidOperationException("The program is no pod agent.");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GetAsync(connection, 1, new CancellationToken(true)));
        // Long enough for a session that nobody uses, and too short for one that says nothing.
        for (var i = 0; i < 4; i++) time.Advance(TimeSpan.FromSeconds(10));
        await Waiting.UntilAsync(() => !connection.IsOpen, "the session closes itself");
    }

    private static async Task<string?> GetAsync(AgentUnderTerminal agent, int port)
    {
        await using var connection = await AgentConnection.OpenAsync(agent.Client, TimeProvider.System, _limit) ?? throw new InvalidOperationException("The program is no pod agent.");
        return await GetAsync(connection, port, _limit);
    }

    private static async Task<string?> GetAsync(AgentConnection connection, int port, CancellationToken cancellationToken)
    {
        var (container, get) = (new V1Container { Name = "c" }, new V1HTTPGetAction { Port = port, Path = "/healthz", Scheme = "HTTPS" });
        await using var channel = await connection.OpenAsync(AgentHttps.Way(get, container), _limit);
        return await AgentHttps.GetAsync(channel!, container, get, TimeSpan.FromSeconds(60), cancellationToken);
    }

    private async Task<string> AnswerAsync(string status)
    {
        using var client = await _listener.AcceptTcpClientAsync(_limit);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(_certificate);
        var buffer = new byte[4096];
        var count = await tls.ReadAsync(buffer, _limit);
        await tls.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"), _limit);
        return Encoding.ASCII.GetString(buffer, 0, count);
    }
}
