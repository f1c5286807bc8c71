using System.Management.Automation;

namespace Frankenetes.Module.Pipeline;

/// <summary>What all our cmdlets share: a pump whose work ends when the user stops the pipeline.</summary>
public abstract class FrankenetesCommand : PSCmdlet, IDisposable
{
    private readonly CmdletPump _pump = new();

    /// <summary>Cancels the running work; PowerShell calls this on Ctrl-C.</summary>
    protected override void StopProcessing() => _pump.Stop();

    /// <summary>Frees what the cmdlet holds; PowerShell calls this when the pipeline has ended.</summary>
    public void Dispose()
    {
        _pump.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs work for one pipeline item: its failure is an error record, and the next item goes on.</summary>
    private protected void Pump(Func<ICmdletOutput, CancellationToken, Task> work, object? target = null)
    {
        try
        {
            _pump.Run(this, work);
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (Exception failure) when (failure is not RuntimeException)
        {
            WriteError(ErrorTranslator.ToErrorRecord(failure, target));
        }
    }

    /// <summary>A file system path as the user means it, from the session's current folder; null stays null. Pipeline thread only.</summary>
    private protected string? FullPath(string? path) => path is null ? null : GetUnresolvedProviderPathFromPSPath(path);
}
