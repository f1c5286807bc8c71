using System.Diagnostics;
using System.IO.Pipes;
using System.Text;

namespace Frankenetes.Torture.Clusters;

/// <summary>A PowerShell that runs one command after another, as at a prompt: starting one costs more than most commands.</summary>
/// <param name="shell">What starts it, by the name of its pipe.</param>
internal sealed class Session(Func<string, ProcessStartInfo> shell) : IAsyncDisposable
{
    // Standard input is the shell's own business, so commands come and answers go by a pipe, each a line.
    private const string Loop = """
        $ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'
        Import-Module '{module}'
        $pipe = [IO.Pipes.NamedPipeClientStream]::new('{pipe}'); $pipe.Connect()
        $commands = [IO.StreamReader]::new($pipe); $answers = [IO.StreamWriter]::new($pipe); $answers.AutoFlush = $true
        while ($null -ne ($line = $commands.ReadLine())) {
            try { $said = @(& ([scriptblock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($line))))) -join "`n"; $end = 'done' }
            catch { $said = "$_`n$($_.ScriptStackTrace)"; $end = 'failed' }
            $answers.WriteLine("$end " + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($said)))
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("torture-session-").FullName;
    private NamedPipeServerStream? _pipe;
    private StreamReader? _answers;
    private Process? _process;

    /// <summary>What the shell runs.</summary>
    /// <param name="module">The module's file.</param>
    /// <param name="pipe">The pipe's name.</param>
    public static string Script(string module, string pipe) => Loop.Replace("{module}", module, StringComparison.Ordinal).Replace("{pipe}", pipe, StringComparison.Ordinal);

    /// <summary>Runs a command; the next one waits for its end.</summary>
    /// <returns>What it said.</returns>
    /// <exception cref="InvalidOperationException">It failed, with its error.</exception>
    public async Task<string> RunAsync(string command)
    {
        if (_pipe is null)
            await StartAsync();
        await _pipe!.WriteAsync(Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(command)) + "\n"));
        var answer = (await _answers!.ReadLineAsync())?.Split(' ') ?? throw new InvalidOperationException($"The shell ended at '{command}'.");
        var said = Encoding.UTF8.GetString(Convert.FromBase64String(answer[1])).Trim();
        return answer[0] == "done" ? said : throw new InvalidOperationException($"'{command}' failed: {said}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_pipe is not null)
            await _pipe.DisposeAsync();
        if (_process is not null)
            await _process.WaitForExitAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        var name = Path.Combine(_folder, "pipe");
        _pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        _answers = new StreamReader(_pipe);
        _process = Process.Start(shell(name))!;
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        var connected = _pipe.WaitForConnectionAsync();
        if (await Task.WhenAny(connected, _process.WaitForExitAsync()) != connected)
            throw new InvalidOperationException($"The shell ended with {_process.ExitCode} at its start.");
        await connected;
    }
}
