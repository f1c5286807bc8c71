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
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _pump.Dispose();
    }

    /// <summary>Runs work for one pipeline item: its failure is an error record, and the next item goes on.</summary>
    private protected void Pump(Func<ICmdletOutput, CancellationToken, Task> work, object? target = null)
    {
        if (_pump.Run(this, work) is { } failure)
            WriteError(ErrorTranslator.ToErrorRecord(failure, target));
    }

    /// <summary>The clusters that names and patterns mean; names that lead to none are errors by the time it returns. Pipeline thread only.</summary>
    /// <param name="names">The names and patterns.</param>
    /// <param name="isThere">Asked about a plain name that leads to no cluster; null means that there is nothing else to be found.</param>
    private protected IReadOnlyList<string> FindClusters(string[] names, Func<string, CancellationToken, Task<bool>>? isThere = null)
    {
        var found = new List<string>();
        Pump((output, stop) => ClusterTargets.ReadAsync(names, isThere, found, output, stop), names[0]);
        return found;
    }

    /// <summary>Whether somebody reads what is said by -Verbose. Pipeline thread only.</summary>
    private protected bool IsVerbose => MyInvocation.BoundParameters.TryGetValue("Verbose", out var given)
        ? LanguagePrimitives.IsTrue(given)
        : GetVariableValue("VerbosePreference")?.ToString() is not (null or "SilentlyContinue" or "Ignore");

    /// <summary>Whether the plan of a change is shown, by -WhatIf or -Confirm. Pipeline thread only.</summary>
    private protected bool IsShown => MyInvocation.BoundParameters.ContainsKey("WhatIf") || MyInvocation.BoundParameters.ContainsKey("Confirm") || LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Ends the cmdlet with a failure that no other item of the pipeline can mend.</summary>
    private protected void Refuse(Exception failure, object? target = null) => ThrowTerminatingError(ErrorTranslator.ToErrorRecord(failure, target));

    /// <summary>A file system path as the user means it, from the session's current folder; null stays null. Pipeline thread only.</summary>
    private protected string? FullPath(string? path) => path is null ? null : GetUnresolvedProviderPathFromPSPath(path);
}
