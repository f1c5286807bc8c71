using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.Tests.KubeletApi.Sessions;

/// <summary>Sessions that are processes of this machine: commands run beside us, ports are our loopback's, a terminal is util-linux' script.</summary>
internal sealed class ProcessSessions : IContainerSessions
{
    private int _running;

    /// <summary>Commands under way.</summary>
    public int Running => Volatile.Read(ref _running);

    public async Task<int> ExecAsync(PodKey pod, string container, ExecRequest request, SessionStreams streams, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("frankenetes-session-").FullName;
        Interlocked.Increment(ref _running);
        try
        {
            using var process = Start(request, folder);
            await using var killing = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var (input, sizes) = (FeedAsync(process, streams.Input, ended.Token), ResizeAsync(folder, streams.Resizes, ended.Token));
            await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(streams.Output, cancellationToken),
                process.StandardError.BaseStream.CopyToAsync(streams.Error ?? Stream.Null, cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            await ended.CancelAsync();
            await Task.WhenAll(input, sizes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return process.ExitCode;
        }
        catch (Win32Exception absent)
        {
            throw new SessionException($"{request.Command[0]}: {absent.Message}", absent);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The container's own process answers every line.</summary>
    public Task AttachAsync(PodKey pod, string container, ExecRequest request, SessionStreams streams, CancellationToken cancellationToken) =>
        ExecAsync(pod, container, request with { Command = ["sh", "-c", "echo attached; while read line; do echo \"got $line\"; done"] }, streams, cancellationToken);

    public async Task ForwardAsync(PodKey pod, int port, Stream connection, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        }
        catch (SocketException refused)
        {
            throw new SessionException($"nothing listens on port {port}", refused);
        }
        var stream = client.GetStream();
        var sending = SendAsync(connection, client, cancellationToken);
        await stream.CopyToAsync(connection, cancellationToken);
        client.Close();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task SendAsync(Stream connection, TcpClient client, CancellationToken cancellationToken)
    {
        await connection.CopyToAsync(client.GetStream(), cancellationToken);
        client.Client.Shutdown(SocketShutdown.Send);
    }

    private static Process Start(ExecRequest request, string folder)
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] command = request.Terminal ? ["script", "-qfec", $"tty > {folder}/tty; {string.Join(' ', request.Command.Select(Quote))}", "/dev/null"] : [.. request.Command];
        start.FileName = command[0];
        foreach (var argument in command[1..]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static string Quote(string argument) => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static async Task FeedAsync(Process process, Stream? input, CancellationToken cancellationToken)
    {
        if (input is not null) await input.CopyToAsync(process.StandardInput.BaseStream, cancellationToken);
        process.StandardInput.Close();
    }

    private static async Task ResizeAsync(string folder, IAsyncEnumerable<TerminalSize>? sizes, CancellationToken cancellationToken)
    {
        if (sizes is null) return;
        await foreach (var size in sizes.WithCancellation(cancellationToken))
        {
            var file = Path.Combine(folder, "tty");
            while (!File.Exists(file) || (await File.ReadAllTextAsync(file, cancellationToken)).Length == 0) await Task.Delay(10, cancellationToken);
            var terminal = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
            using var stty = Process.Start("stty", ["-F", terminal, "cols", $"{size.Columns}", "rows", $"{size.Rows}"]);
            await stty.WaitForExitAsync(cancellationToken);
        }
    }
}
