using System.Diagnostics;
using System.Text.Json.Nodes;
using Frankenetes.LocalAzure.Engine;

namespace Frankenetes.LocalAzure.Tests.Hosting;

/// <summary>LocalAzure as users have it: a process of its own.</summary>
internal sealed class LocalAzureProcess : IDisposable
{
    private readonly Process _process;

    private LocalAzureProcess(Process process) => _process = process;

    public static async Task<LocalAzureProcess> StartAsync(string state, int? port)
    {
        string[] arguments = [typeof(LocalAzureServer).Assembly.Location, "--state", state, "--limits", "off", .. port is null ? Array.Empty<string>() : ["--port", $"{port}"]];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var started = new LocalAzureProcess(process);
        await ArmClient.UntilAsync(() => Task.FromResult(ProcessIdIn(state)), id => id == process.Id || process.HasExited);
        Assert.False(process.HasExited, "LocalAzure ended at its start.");
        return started;
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM and waits; the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        Signals.Send(_process.Id, Signals.Terminate);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static int? ProcessIdIn(string state)
    {
        var file = Path.Combine(state, "local-azure.json");
        return File.Exists(file) ? (int?)JsonNode.Parse(File.ReadAllText(file))!["processId"] : null;
    }
}
