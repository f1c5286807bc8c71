using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Frankenetes.LocalAzure.Hosting;

namespace Frankenetes.LocalAzure.Tests.Hosting;

[Collection(LocalAzureCollection.Name)]
public sealed class HostTests(LocalAzureFixture azure)
{
    [Fact]
    public void Private_files_are_readable_by_their_owner_alone()
    {
        foreach (var name in new[] { "local-azure.json", "instance.json", "ca.key", "signing.key" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(azure.StateFolder, name)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(azure.StateFolder));
    }

    [Fact]
    public async Task A_host_that_is_none_of_ours_is_refused()
    {
        var port = azure.Arm.Http.BaseAddress!.Port;
        using var connection = new TcpClient("127.0.0.1", port);
        // By hand, as HttpClient would check the certificate against the Host header.
        await using var stream = new SslStream(connection.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = azure.Arm.Handler.SslOptions.CertificateChainPolicy });
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /metadata/endpoints HTTP/1.1\r\nHost: evil.example:{port}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 421 Misdirected Request", await reader.ReadLineAsync());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("local-azure.frankenetes.internal")]
    public async Task Absolute_addresses_use_the_authority_that_the_request_came_by(string host)
    {
        var authority = $"{host}:{azure.Arm.Http.BaseAddress!.Port}";
        var answer = await azure.Arm.SendAsync("GET", "/metadata/endpoints?api-version=2015-01-01", host: authority);
        Assert.Equal($"https://{authority}/adfs", (string?)answer.Body!["authentication"]!["loginEndpoint"]);
    }

    [Fact]
    public async Task A_second_process_on_the_same_state_folder_ends_with_code_5()
    {
        var failure = await Assert.ThrowsAsync<StartupException>(() => LocalAzureServer.StartAsync(new StartOptions(azure.StateFolder), TimeProvider.System));
        Assert.Equal(5, failure.ExitCode);
    }

    [Fact]
    public async Task A_port_in_use_ends_with_code_4()
    {
        var state = Directory.CreateTempSubdirectory().FullName;
        var failure = await Assert.ThrowsAsync<StartupException>(() => LocalAzureServer.StartAsync(new StartOptions(state, azure.Arm.Http.BaseAddress!.Port), TimeProvider.System));
        Assert.Equal(4, failure.ExitCode);
        Directory.Delete(state, recursive: true);
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_ends_with_code_3()
    {
        var state = Directory.CreateTempSubdirectory().FullName;
        var options = new StartOptions(state, FreePorts.Take(3), new Uri("unix:///nowhere/engine.sock"));
        var failure = await Assert.ThrowsAsync<StartupException>(() => LocalAzureServer.StartAsync(options, TimeProvider.System));
        Assert.Equal(3, failure.ExitCode);
        Directory.Delete(state, recursive: true);
    }

    [Fact]
    public async Task An_unusable_state_folder_ends_with_code_6()
    {
        var file = Path.GetTempFileName();
        var failure = await Assert.ThrowsAsync<StartupException>(() => LocalAzureServer.StartAsync(new StartOptions(file), TimeProvider.System));
        Assert.Equal(6, failure.ExitCode);
        File.Delete(file);
    }

    [Theory]
    [InlineData("--port", "65534")]
    [InlineData("--port", "x")]
    [InlineData("--engine", "nonsense")]
    [InlineData("--limits", "on")]
    [InlineData("--what", "x")]
    public void A_bad_command_line_ends_with_code_2(string option, string value) =>
        Assert.Equal(2, Assert.Throws<StartupException>(() => StartOptions.Parse([option, value])).ExitCode);
}
