using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;

namespace Frankenetes.VirtualKubelet.Providers.Processes;

/// <summary>Commands beside a container's process, its output, and the machine's ports. There are no terminals.</summary>
internal static class ProcessSessions
{
    private const int NotStarted = 127;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public static async Task<int> ExecAsync(IEnumerable<KeyValuePair<string, string>> environment, ExecRequest request, SessionStreams streams, CancellationToken cancellationToken)
    {
        if (request.Terminal) throw new SessionException("processes are given no terminal; leave -t out");
        var start = new ProcessStartInfo(request.Command[0], request.Command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = TryStart(start, out var refusal);
        if (process is null)
        {
            await (streams.Error ?? streams.Output).WriteAsync(System.Text.Encoding.UTF8.GetBytes(refusal + "\n"), cancellationToken).ConfigureAwait(false);
            return NotStarted;
        }
        try
        {
            var input = FeedAsync(process, streams.Input, cancellationToken);
            await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(streams.Output, cancellationToken),
                process.StandardError.BaseStream.CopyToAsync(streams.Error ?? Stream.Null, cancellationToken)).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(true);
            throw;
        }
    }

    public static async Task AttachAsync(ProcessRun run, SessionStreams streams, CancellationToken cancellationToken)
    {
        if (streams.Input is not null) throw new SessionException("the standard input of a process that runs cannot be had; leave -i out");
        for (var written = run.Log.Length; ;)
        {
            var over = run.Look() is not { IsOver: false };
            var log = run.Log;
            await streams.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(LogText.Cut(log[written..], null, false)), cancellationToken).ConfigureAwait(false);
            written = log.Length;
            if (over) return;
            await Task.Delay(Poll, cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task ForwardAsync(int port, Stream connection, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", port, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException refused)
        {
            throw new SessionException($"port {port}: {refused.Message}", refused);
        }
        using var stream = new NetworkStream(socket);
        var upwards = SendAsync();
        await stream.CopyToAsync(connection, cancellationToken).ConfigureAwait(false);
        _ = upwards.ContinueWith(sent => sent.Exception, TaskScheduler.Default);

        async Task SendAsync()
        {
            await connection.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
            socket.Shutdown(SocketShutdown.Send);
        }
    }

    private static Process? TryStart(ProcessStartInfo start, out string? refusal)
    {
        try
        {
            refusal = null;
            return Process.Start(start);
        }
        catch (Win32Exception absent)
        {
            refusal = absent.Message;
            return null;
        }
    }

    private static async Task FeedAsync(Process process, Stream? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null) await input.CopyToAsync(process.StandardInput.BaseStream, cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (Exception over) when (over is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The command ended before its input did.
        }
    }
}
