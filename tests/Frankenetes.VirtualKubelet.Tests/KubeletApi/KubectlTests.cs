using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Frankenetes.VirtualKubelet.Tests.Harness;

namespace Frankenetes.VirtualKubelet.Tests.KubeletApi;

/// <summary>The real kubectl through the real kube-apiserver, once with websockets and once with SPDY.</summary>
[Collection(nameof(NodeUnderTest))]
public class KubectlTests(NodeUnderTest node)
{
    private static readonly string[] Exec = ["exec", "-i", "web", "-c", "main", "--"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exec_passes_arguments_output_error_and_exit_code(bool webSockets)
    {
        var done = await node.KubectlAsync(webSockets, null, "exec", "web", "-c", "main", "--", "sh", "-c", "printf '%s|' \"$@\"; echo wrong >&2; exit 7", "sh", "a b", "c'\"$d", "é\n");
        Assert.Equal(("a b|c'\"$d|é\n|", 7), (done.Text, done.ExitCode));
        Assert.Contains("wrong\n", done.Error, StringComparison.Ordinal);
        Assert.Contains("exit code 7", done.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Megabytes_go_in_and_come_back_whole(bool webSockets)
    {
        var sent = RandomNumberGenerator.GetBytes(5_000_000);
        var done = await node.KubectlAsync(webSockets, sent, [.. Exec, "cat"]);
        Assert.Equal(0, done.ExitCode);
        Assert.Equal(SHA256.HashData(sent), SHA256.HashData(done.Output));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_command_that_reads_no_input_ends_all_the_same(bool webSockets)
    {
        var done = await node.KubectlAsync(webSockets, new byte[3_000_000], [.. Exec, "sh", "-c", "sleep 0.3; echo done"]);
        Assert.Equal(("done\n", 0), (done.Text, done.ExitCode));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_terminal_has_the_size_of_the_client_and_follows_it(bool webSockets)
    {
        // Not before the first size was seen: the command runs on this machine.
        var seen = Path.Combine(Path.GetTempPath(), $"frankenetes-size-{Guid.NewGuid():N}");
        var exec = $"kubectl --kubeconfig {node.Server.Kubeconfig} exec -it web -c main -- sh -c \"until stty size | grep -q '37 101'; do sleep 0.05; done; stty size; touch {seen}; until stty size | grep -q '40 120'; do sleep 0.05; done; stty size; exit 5\"";
        var start = node.Kubectl(webSockets);
        (start.FileName, start.Arguments) = ("script", "");
        start.ArgumentList.Clear();
        foreach (var argument in new[] { "-qfec", $"stty cols 101 rows 37; (until rm {seen} 2> /dev/null; do sleep 0.05; done; stty cols 120 rows 40 < /dev/tty) & {exec}", "/dev/null" }) start.ArgumentList.Add(argument);
        var done = await RunWithOpenInputAsync(start);
        Assert.Contains("37 101", done.Text, StringComparison.Ordinal);
        Assert.Contains("40 120", done.Text, StringComparison.Ordinal);
        Assert.Equal(5, done.ExitCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Attach_joins_the_process_that_runs(bool webSockets)
    {
        var done = await node.KubectlAsync(webSockets, "one\ntwo\n"u8.ToArray(), "attach", "-i", "web", "-c", "main");
        Assert.Contains("attached\ngot one\ngot two\n", done.Text, StringComparison.Ordinal);
        Assert.Equal(0, done.ExitCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Port_forward_serves_many_requests_and_says_why_one_fails(bool webSockets)
    {
        using var web = new TcpListener(IPAddress.Loopback, 0);
        web.Start();
        using var ending = new CancellationTokenSource();
        var serving = ServeAsync(web, ending.Token);
        var start = node.Kubectl(webSockets, "port-forward", "pod/web", $":{((IPEndPoint)web.LocalEndpoint).Port}", ":1");
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var forward = Process.Start(start)!;
        try
        {
            var (good, bad) = (Port(await forward.StandardOutput.ReadLineAsync()), 0);
            while (bad == 0) bad = await forward.StandardOutput.ReadLineAsync() is { } line && line.Contains("127.0.0.1", StringComparison.Ordinal) && Port(line) != good ? Port(line) : 0;
            using var http = new HttpClient();
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => http.GetStringAsync(new Uri($"http://127.0.0.1:{good}/{n}"))));
            Assert.All(answers, answer => Assert.Equal(200_000, answer.Length));
            await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(new Uri($"http://127.0.0.1:{bad}/")));
            var complaint = "";
            while (!complaint.Contains("nothing listens on port 1", StringComparison.Ordinal))
                complaint = await forward.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) ?? throw new EndOfStreamException();
        }
        finally
        {
            forward.Kill();
            await ending.CancelAsync();
        }
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_is_killed_takes_its_command_with_it(bool webSockets)
    {
        var start = node.Kubectl(webSockets, [.. Exec, "sh", "-c", "echo begun; sleep 1000"]);
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        using var exec = Process.Start(start)!;
        Assert.Equal("begun", await exec.StandardOutput.ReadLineAsync());
        Assert.True(node.Sessions.Running > 0);
        exec.Kill();
        await Waiting.UntilAsync(() => node.Sessions.Running == 0, "the command has ended");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cp_brings_files_in_and_out(bool webSockets)
    {
        var folder = Directory.CreateTempSubdirectory("frankenetes-cp-").FullName;
        try
        {
            var sent = RandomNumberGenerator.GetBytes(300_000);
            await File.WriteAllBytesAsync(Path.Combine(folder, "a"), sent);
            Directory.CreateDirectory(Path.Combine(folder, "there"));
            Assert.Equal("", (await node.KubectlAsync(webSockets, null, "cp", "-c", "main", Path.Combine(folder, "a"), $"web:{folder}/there/b")).Error);
            Assert.Equal(0, (await node.KubectlAsync(webSockets, null, "cp", "-c", "main", $"web:{folder}/there/b", Path.Combine(folder, "c"))).ExitCode);
            Assert.Equal(sent, await File.ReadAllBytesAsync(Path.Combine(folder, "c")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_cannot_be_run_is_refused_with_the_reason(bool webSockets)
    {
        var done = await node.KubectlAsync(webSockets, null, "exec", "web", "-c", "main", "--", "/no/such/program");
        Assert.NotEqual(0, done.ExitCode);
        Assert.Contains("/no/such/program", done.Error, StringComparison.Ordinal);
    }

    private static int Port(string? line) => int.Parse(line!.Split("127.0.0.1:")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    // A terminal whose input ends would tell the command to end.
    private static async Task<Finished> RunWithOpenInputAsync(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var killing = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(CancellationToken.None);
        return new Finished(process.ExitCode, Encoding.UTF8.GetBytes(await output), await error);
    }

    private static async Task ServeAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        var answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\nConnection: close\r\n\r\n" + new string('x', 200_000));
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync(cancellationToken);
            _ = await client.GetStream().ReadAsync(new byte[4096], cancellationToken);
            await client.GetStream().WriteAsync(answer, cancellationToken);
        }
    }
}
