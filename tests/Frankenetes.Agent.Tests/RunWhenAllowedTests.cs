using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Frankenetes.Agent.Tests;

/// <summary>The verb as a process of its own against a server that speaks TLS and refuses at first.</summary>
public sealed class RunWhenAllowedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("frankenetes-agent-test").FullName;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;

    public RunWhenAllowedTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        File.WriteAllText(Path.Combine(_folder, "crt"), _certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key"), key.ExportECPrivateKeyPem());
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("200 OK")]
    public async Task The_program_runs_in_the_same_process_once_the_API_server_gives_a_real_answer(string real)
    {
        using var agent = Start("sh", "-c", "echo $$ \"$@\"; exit 7", "sh", "two words", "--");
        string[] answers = ["403 Forbidden", "503 Service Unavailable", real];
        foreach (var answer in answers)
        {
            Assert.False(agent.HasExited);
            Assert.StartsWith("GET /apis/x ", await AnswerAsync(answer));
        }

        Assert.Equal($"{agent.Id} two words --\n", await agent.StandardOutput.ReadToEndAsync());
        await agent.WaitForExitAsync();
        Assert.Equal(7, agent.ExitCode);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        using var agent = Start("no-such-program");
        await AnswerAsync("404 Not Found");
        Assert.Contains("cannot run no-such-program", await agent.StandardError.ReadToEndAsync());
        await agent.WaitForExitAsync();
        Assert.Equal(1, agent.ExitCode);
    }

    private Process Start(params string[] program) => Process.Start(new ProcessStartInfo(
        typeof(RunWhenAllowedTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Agent").Value!,
        [
            "run-when-allowed", $"--server=https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}", "--path=apis/x",
            $"--certificate-authority={_folder}/crt", $"--client-certificate={_folder}/crt", $"--client-key={_folder}/key", "--", .. program,
        ])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private async Task<string> AnswerAsync(string status)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = _certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate.GetCertHashString(),
        });
        using var reader = new StreamReader(stream, leaveOpen: true);
        var request = await reader.ReadLineAsync();
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // The headers say nothing here.
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"));
        await stream.ShutdownAsync();
        return request!;
    }
}
