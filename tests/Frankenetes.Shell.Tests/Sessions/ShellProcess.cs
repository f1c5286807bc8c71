using System.Diagnostics;
using System.Text;

namespace Frankenetes.Shell.Tests.Sessions;

/// <summary>The real shell as a process of its own, with a folder for its scripts.</summary>
public sealed class ShellProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>A folder that goes with this object.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("frankenetes-shell-").FullName;

    /// <summary>Where the shell was built to, beside the tests.</summary>
    public static string Assembly { get; } = typeof(Program).Assembly.Location;

    /// <summary>Writes a file into the folder and answers its full path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes a script and runs it with <c>-File</c>.</summary>
    public Task<ShellResult> RunScriptAsync(string text, params string[] arguments) =>
        RunAsync(["-NoProfile", "-File", Write("script.ps1", text), .. arguments]);

    /// <summary>Runs the shell with these words, and with nothing or the given text on standard input.</summary>
    public static Task<ShellResult> RunAsync(string[] words, string input = "") => CaptureAsync("dotnet", [Assembly, .. words], input);

    /// <summary>Starts the shell and leaves it running.</summary>
    public static Process Start(params string[] words) => StartProgram("dotnet", [Assembly, .. words]);

    /// <summary>Starts the shell at a pseudo terminal (util-linux's <c>script</c>) and leaves it running; no other shell stays between them, which Ctrl-C would end.</summary>
    public static Process StartAtTerminal(string words) => StartProgram("script", ["-qefc", $"stty -echo columns 100; exec dotnet '{Assembly}' {words}", "/dev/null"]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static async Task<ShellResult> CaptureAsync(string file, string[] words, string input)
    {
        using var process = StartProgram(file, words);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The shell did not end within {Limit}.");
        }

        return new ShellResult(process.ExitCode, await output, await error);
    }

    private static Process StartProgram(string file, string[] words)
    {
        // What starts the tests in the background has them ignore Ctrl-C, and children would too.
        var start = new ProcessStartInfo("env", ["--default-signal=INT,QUIT", file, .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        start.Environment["TERM"] = "xterm";
        start.Environment.Remove("NO_COLOR");
        return Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
    }
}
