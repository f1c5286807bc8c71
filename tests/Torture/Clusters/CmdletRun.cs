using System.Diagnostics;

namespace Frankenetes.Torture.Clusters;

/// <summary>A cmdlet under way in a process of its own.</summary>
internal sealed class CmdletRun : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _said;
    private readonly Task<string> _errors;

    public CmdletRun(Process process)
    {
        _process = process;
        process.StandardInput.Close();
        (_said, _errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>It stands still (SIGSTOP), or has ended.</summary>
    public bool IsStopped => _process.HasExited || File.ReadAllText($"/proc/{_process.Id}/stat").Split(") ")[1][0] == 'T';

    public bool HasEnded => _process.HasExited;

    /// <summary>SIGCONT.</summary>
    public void GoOn() => Process.Start("kill", ["-CONT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();

    /// <summary>Waits for its end.</summary>
    public async Task<(int Code, string Said, string Errors)> EndAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _said, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
