using System.Globalization;

namespace Frankenetes.VirtualKubelet.Providers.Processes;

/// <summary>One run of a container. A shell starts the command in a session of its own, stamps its output and writes down how it ended, so that none of ours has to be there.</summary>
internal sealed class ProcessRun(string path)
{
    private const int Killed = 137;

    private const string Script = """
        d=$1; shift
        {
          "$@" < /dev/null 2>&1 &
          echo "$$ $!" > "$d/pid.new"; mv "$d/pid.new" "$d/pid"
          wait $!; echo $? > "$d/exit.new"; mv "$d/exit.new" "$d/exit"
        } | while IFS= read -r line || [ -n "$line" ]; do
          now=$EPOCHREALTIME; TZ=UTC printf '%(%Y-%m-%dT%H:%M:%S)T.%sZ %s\n' "${now%.*}" "${now#*.}" "$line"
        done >> "$d/log"
        """;

    public string Path { get; } = path;

    public int Number => int.TryParse(System.IO.Path.GetFileName(Path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>Every line begins with its time.</summary>
    public string Log => Read("log") ?? "";

    /// <summary>What to run so that the command is started.</summary>
    public IEnumerable<string> CommandLine(IEnumerable<string> command) => ["setsid", "/bin/bash", "-c", Script, "run", Path, .. command];

    /// <summary>The state of this run; null: it has not come so far as to start anything.</summary>
    public ContainerRun? Look()
    {
        if (Ids() is not { } ids) return null;
        var started = Written("pid");
        if (int.TryParse(Read("exit")?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var code)) return new ContainerRun(started, Written("exit"), code);
        if (LocalProcesses.Lives(ids.Shell, Path)) return new ContainerRun(started);
        // Its shell may have written the code between the two looks; else it was killed with it.
        return File.Exists(Place("exit")) ? Look() : new ContainerRun(started, Written("log"), Killed, "Killed");
    }

    /// <summary>SIGTERM to the command alone, as a container's first process gets it.</summary>
    public void Terminate() => Signal(ids => ids.Command, LocalProcesses.Sigterm);

    /// <summary>SIGKILL to all that it started; false: nothing is left that writes to this folder.</summary>
    public bool Kill()
    {
        Signal(ids => -ids.Shell, LocalProcesses.Sigkill);
        return LocalProcesses.AnyLives(Path);
    }

    /// <summary>What it and all in its session use; null: it does not run.</summary>
    public ContainerUsage? Usage() => Look() is { IsOver: false } && Ids() is { } ids ? LocalProcesses.UsageOf(ids.Shell) : null;

    private void Signal(Func<(int Shell, int Command), int> target, int signal)
    {
        if (Ids() is { } ids && LocalProcesses.Lives(ids.Shell, Path)) LocalProcesses.Send(target(ids), signal);
    }

    private (int Shell, int Command)? Ids() => Read("pid")?.Trim().Split(' ') is [var shell, var command]
        ? (int.Parse(shell, CultureInfo.InvariantCulture), int.Parse(command, CultureInfo.InvariantCulture)) : null;

    private DateTimeOffset Written(string name) => new(File.GetLastWriteTimeUtc(Place(name)), TimeSpan.Zero);

    private string? Read(string name) => File.Exists(Place(name)) ? File.ReadAllText(Place(name)) : null;

    private string Place(string name) => System.IO.Path.Combine(Path, name);
}
