using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Frankenetes.VirtualKubelet.PodAgents;
using k8s.Models;

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
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _listener.Stop();
        await using var agent = await AgentUnderTerminal.StartAsync();
        Assert.Contains($"port {port} ", await GetAsync(agent, port), StringComparison.Ordinal);
    }

    private static async Task<string?> GetAsync(AgentUnderTerminal agent, int port)
    {
        await using var connection = await AgentConnection.OpenAsync(agent.Client, TimeProvider.System, _limit) ?? throw new InvalidOperationException("The program is no pod agent.");
        var https = new AgentHttps((_, _, request, token) => connection.OpenAsync(request, token));
        var pod = new V1Pod { Metadata = new V1ObjectMeta { Name = "p", NamespaceProperty = "default" } };
        return await https.GetAsync(pod, new V1Container { Name = "c" }, new V1HTTPGetAction { Port = port, Path = "/healthz", Scheme = "HTTPS" }, TimeSpan.FromSeconds(60), _limit);
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
