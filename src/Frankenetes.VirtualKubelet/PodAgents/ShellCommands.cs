using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>
/// Commands without the pod agent: a shell on ACI's terminal is told to run them, between two marks of which the second brings the exit code. All output comes as one; a terminal's line discipline stands between, so input
/// that is no typing is refused.
/// </summary>
internal static class ShellCommands
{
    private const string Shell = "/bin/sh";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(ContainerTerminals terminals, PodKey pod, string container, ExecRequest request, SessionStreams streams, CancellationToken cancellationToken)
    {
        if (streams.Input is not null && !request.Terminal) throw new SessionException("input without a terminal needs the pod agent, which this pod leaves out; use -it, or remove its annotation frankenetes.io/pod-agent");
        await using var terminal = await terminals.ExecuteAsync(pod, container, Shell, new TerminalSize(120, 40), cancellationToken).ConfigureAwait(false);
        var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        await terminal.WriteAsync(Script(request, mark), cancellationToken).ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_patience);
        var output = new MarkedOutput(terminal, mark);
        try
        {
            if (!await output.FindStartAsync(patience.Token).ConfigureAwait(false)) throw NoShell();
            if (streams.Input is { } input) _ = SendAsync(terminal, input, over.Token);
            return await output.CopyAsync(streams.Output, cancellationToken).ConfigureAwait(false) ?? throw new SessionException("the container ended before the command did");
        }
        catch (Exception ended) when (ended is WebSocketException or IOException || (ended is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw NoShell();
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
        }
    }

    // The shell shows what it is typed, so the marks are never typed in one piece.
    internal static byte[] Script(ExecRequest request, string mark)
    {
        var command = string.Join(' ', request.Command.Select(Quoted));
        var modes = request.Terminal ? ("stty -echo 2>/dev/null", "stty echo 2>/dev/null") : ("stty -echo -onlcr 2>/dev/null", ":");
        var (half, rest) = (mark[..12], mark[12..]);
        return Encoding.UTF8.GetBytes($" {modes.Item1}; printf '%s%s\\n' {half} {rest}; {modes.Item2}; {command}; printf '%s%s:%d\\n' {half} {rest} $?; exit\n");
    }

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static SessionException NoShell() => new($"there is no {Shell} in the container, and the pod leaves the pod agent out, which needs none");

    private static async Task SendAsync(ContainerTerminal terminal, Stream input, CancellationToken cancellationToken)
    {
        var buffer = new byte[1024];
        try
        {
            int count;
            while ((count = await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0) await terminal.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The command or the client is gone.
        }
    }
}
