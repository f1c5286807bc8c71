using System.ComponentModel;
using System.Diagnostics;
using Frankenetes.EtcdKeeper.Configuration;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>One running etcd, a child of the keeper.</summary>
internal sealed class EtcdProcess : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly EtcdLog _log;

    private EtcdProcess(Process process, EtcdLog log, Task drained)
    {
        _process = process;
        _log = log;
        Exited = ExitAsync(drained);
    }

    /// <summary>Ends with the process; its result is what the process left behind, for messages.</summary>
    public Task<string> Exited { get; }

    public int Id => _process.Id;

    /// <exception cref="EtcdException">The program is absent or cannot be executed.</exception>
    public static EtcdProcess Start(EtcdConfiguration etcd, EtcdLaunch launch, ILogger logger)
    {
        var program = Path.Combine(etcd.BinaryDirectory, "etcd");
        var process = new Process { StartInfo = ChildProcess.Describe(program, EtcdArguments.For(etcd, launch)) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw new EtcdException($"'{program}' cannot be started: {e.Message}", e);
        }

        var log = new EtcdLog(logger);
        return new EtcdProcess(process, log, Task.WhenAll(log.DrainAsync(process.StandardOutput), log.DrainAsync(process.StandardError)));
    }

    /// <summary>SIGTERM, and SIGKILL where that is not heard. Returns when the process is gone.</summary>
    public async Task StopAsync()
    {
        ChildProcess.Terminate(_process);
        try
        {
            await Exited.WaitAsync(Grace);
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    /// <summary>SIGKILL at once, for an etcd whose data nobody wants. Returns when the process is gone.</summary>
    public async Task KillAsync()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }

        await Exited;
    }

    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted)
            await KillAsync();
        _process.Dispose();
    }

    private async Task<string> ExitAsync(Task drained)
    {
        await _process.WaitForExitAsync();
        await drained;
        return $"exit code {_process.ExitCode}" + (_log.Last.Length > 0 ? $", last words: {_log.Last}" : "");
    }
}
