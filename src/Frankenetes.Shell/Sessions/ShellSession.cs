using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Frankenetes.Shell.Formatting;
using Frankenetes.Shell.Hosting;
using Microsoft.PowerShell;

namespace Frankenetes.Shell.Sessions;

/// <summary>One engine with our host, and the pipeline that runs in it.</summary>
internal sealed class ShellSession : IDisposable
{
    private readonly Runspace _runspace;
    private readonly Lock _gate = new();
    private readonly Stack<Pipeline> _running = new();

    private ShellSession(Terminal terminal)
    {
        Terminal = terminal;
        Host = new ShellHost(terminal);
        var state = InitialSessionState.CreateDefault2();
        // Only Windows has policies; who starts this shell with a script has decided already.
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        state.Commands.Add(new SessionStateCmdletEntry("Out-String", typeof(OutStringCommand), helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        // One thread for all pipelines: the prompt's thread holds what runs, as it does in pwsh.
        _runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
    }

    internal Terminal Terminal { get; }

    internal ShellHost Host { get; }

    internal ShellUserInterface UI => (ShellUserInterface)Host.UI;

    /// <summary>Whether the last pipeline succeeded, as <c>$?</c> tells.</summary>
    internal bool LastSucceeded => Evaluate("$?") is [{ BaseObject: true }];

    /// <summary>Starts the engine.</summary>
    internal static ShellSession Open(Terminal terminal)
    {
        var session = new ShellSession(terminal);
        session._runspace.Open();
        Runspace.DefaultRunspace = session._runspace;
        return session;
    }

    /// <summary>Runs the command and shows what it gives; an error that ends it is shown too.</summary>
    /// <returns>False when an error or Ctrl-C ended it.</returns>
    internal bool Run(Command command, bool addToHistory = false)
    {
        using var pipeline = Create(command, addToHistory);
        pipeline.Commands.Add(new Command("Out-Default") { MergeUnclaimedPreviousCommandResults = PipelineResultTypes.Error | PipelineResultTypes.Output });
        try
        {
            Invoke(pipeline);
            return true;
        }
        catch (PipelineStoppedException)
        {
            return false;
        }
        catch (RuntimeException e)
        {
            Show(e);
            return false;
        }
        finally
        {
            UI.Progress.Reset();
        }
    }

    /// <summary>Lets <c>exit N</c> in the script file that runs next end the session with that code.</summary>
    internal void EndWithNextScript() => ExitCodes.PassOnFromNextScript(_runspace);

    /// <summary>Runs the text and answers what it gives; errors are the caller's.</summary>
    internal Collection<PSObject> Evaluate(string text, params object[] arguments)
    {
        var command = new Command(text, isScript: true, useLocalScope: false);
        foreach (var argument in arguments)
            command.Parameters.Add(null, argument);
        using var pipeline = Create(command, addToHistory: false);
        return Invoke(pipeline);
    }

    /// <summary>Asks the innermost running pipeline to stop; does not wait for it.</summary>
    /// <returns>False when none runs.</returns>
    internal bool Stop()
    {
        lock (_gate)
        {
            if (!_running.TryPeek(out var pipeline) || pipeline.PipelineStateInfo.State != PipelineState.Running)
                return false;
            pipeline.StopAsync();
            return true;
        }
    }

    public void Dispose()
    {
        UI.Progress.Reset();
        _runspace.Dispose();
    }

    private Pipeline Create(Command command, bool addToHistory)
    {
        var text = addToHistory ? command.CommandText : "";
        var pipeline = _running.Count > 0 ? _runspace.CreateNestedPipeline(text, addToHistory) : _runspace.CreatePipeline(text, addToHistory);
        pipeline.Commands.Clear();
        pipeline.Commands.Add(command);
        return pipeline;
    }

    private Collection<PSObject> Invoke(Pipeline pipeline)
    {
        lock (_gate)
            _running.Push(pipeline);
        try
        {
            return pipeline.Invoke();
        }
        finally
        {
            lock (_gate)
                _running.Pop();
        }
    }

    // Out-Default writes an error that it meets as an object to the output, and the mark that sends it elsewhere is internal; so its text is taken
    // and written as the error that it is.
    private void Show(RuntimeException e)
    {
        using var text = new StringWriter();
        using (UI.Capture(text, columns: null, UI.ColoursErrors))
        {
            using var pipeline = Create(new Command("Out-Default"), addToHistory: false);
            pipeline.Input.Write(e.ErrorRecord);
            try
            {
                Invoke(pipeline);
            }
            catch (RuntimeException)
            {
                // The user's own formatting failed; the plain message is better than none.
                text.Write(e.Message);
            }
        }

        UI.WriteErrorLine(text.ToString().TrimEnd());
    }
}
