using System.Diagnostics;
using System.Globalization;

namespace Frankenetes.Torture.Clusters;

/// <summary>The module's cmdlets, as a person would run them: what is killed, stopped or watched in a shell of its own, all else in one session.</summary>
internal sealed class Cmdlets(string statePath) : IAsyncDisposable
{
    private const int Killed = 137;
    private static readonly string Module = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../Frankenetes.psd1"));
    private readonly Session _session = new(pipe => ShellOf(Session.Script(Module, pipe)));

    /// <summary>What starts a PowerShell: a program and its first arguments; empty = nobody has said.</summary>
    public static IReadOnlyList<string> Shell { get; set; } = [];

    /// <summary>Runs a command on this local Azure.</summary>
    /// <returns>What it said on standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed, with what it said.</exception>
    public Task<string> RunAsync(string command) => _session.RunAsync(OnThis(command));

    /// <summary>Runs a command and writes down every request that it makes.</summary>
    public async Task<IReadOnlyList<string>> TraceAsync(string command)
    {
        var trace = Path.Combine(statePath, $"trace-{Guid.NewGuid():N}");
        using var run = Begin(command, trace: trace);
        var (code, said, errors) = await run.EndAsync();
        return code == 0 ? await File.ReadAllLinesAsync(trace) : throw new InvalidOperationException($"'{command}' ended with {code}: {said}{errors}");
    }

    /// <summary>Runs a command whose process is killed at a request.</summary>
    /// <returns>False where that request did not come, and the command ended.</returns>
    public async Task<bool> KillAsync(string command, CmdletPoint point)
    {
        using var run = Begin(command, point);
        return (await run.EndAsync()).Code == Killed;
    }

    /// <summary>Starts a command.</summary>
    /// <param name="command">Of this local Azure.</param>
    /// <param name="point">Where its process is killed or stopped; null = nowhere.</param>
    /// <param name="trace">The file that gets its requests; null = none.</param>
    /// <param name="cut">A port to which it has no way; null = it has every way.</param>
    /// <param name="ahead">How far its clock is ahead of the machine's.</param>
    public CmdletRun Begin(string command, CmdletPoint? point = null, string? trace = null, int? cut = null, TimeSpan ahead = default)
    {
        var start = ShellOf($"$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; Import-Module '{Module}'; {OnThis(command)}");
        start.RedirectStandardError = true;
        if (ahead != default)
            Shift(start, ahead);
        if (point is not null || trace is not null || cut is not null)
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(Cmdlets).Assembly.Location;
        start.Environment[CmdletPoint.Variable] = point?.ToString();
        start.Environment[CmdletPoint.TraceVariable] = trace;
        start.Environment[CmdletPoint.CutVariable] = cut?.ToString(CultureInfo.InvariantCulture);
        return new CmdletRun(Process.Start(start)!);
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private static ProcessStartInfo ShellOf(string script) => Shell.Count > 0
        ? new ProcessStartInfo(Shell[0], [.. Shell.Skip(1), "-NoProfile", "-Command", script]) { RedirectStandardInput = true, RedirectStandardOutput = true }
        : throw new InvalidOperationException("The row runs cmdlets: say by --shell PROGRAM[,ARGUMENT] what starts a PowerShell.");

    // libfaketime's program; what measures how long something takes stays as it is.
    private static void Shift(ProcessStartInfo start, TimeSpan ahead)
    {
        foreach (var (word, i) in new[] { "--exclude-monotonic", "-f", string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0}s"), start.FileName }.Select((word, i) => (word, i)))
            start.ArgumentList.Insert(i, word);
        start.FileName = "faketime";
    }

    private string OnThis(string command) => $"if ([IO.File]::Exists('{statePath}/local-azure.json')) {{ $null = Connect-Frankenetes -StatePath '{statePath}' }}; {command}";
}
