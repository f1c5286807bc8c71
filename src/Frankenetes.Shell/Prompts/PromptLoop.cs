using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Frankenetes.Shell.Sessions;

namespace Frankenetes.Shell.Prompts;

/// <summary>Reads a command, over several lines where it needs them, runs it, and asks for the next, until <c>exit</c> or the end of the input.</summary>
internal sealed class PromptLoop(ShellSession session)
{
    private const string Notice =
        "This is PowerShell's engine alone, without its Utility and Management modules (Select-Object, Format-Table, Get-ChildItem ...): no pwsh was found.";

    // Set-Location belongs to the Management module; a prompt that cannot change its folder is of little use.
    private const string ChangeFolder = """
        function global:Set-Location([string] $Path = '~') { $null = $ExecutionContext.SessionState.Path.SetLocation($Path) }
        """;

    private readonly LineEditor _editor = new(session.Terminal, new LineHistory(), new EngineCompletion(session));

    /// <returns>The code of <c>exit N</c>, else 0.</returns>
    internal int Run()
    {
        if (session.Terminal.CanAsk)
            session.Terminal.Out.WriteLine(Notice);
        session.Evaluate(ChangeFolder);
        session.Host.NestedPrompt = RunNested;
        while (session.Host.RequestedExitCode is null && ReadCommand() is { } text)
            Execute(text);
        return session.Host.RequestedExitCode ?? 0;
    }

    private void RunNested()
    {
        session.Host.LeavesNestedPrompt = false;
        while (!session.Host.LeavesNestedPrompt && ReadCommand() is { } text)
        {
            Execute(text);
            // `exit` here goes back to the question; the next one ends the shell.
            if (session.Host.RequestedExitCode is not null)
                break;
        }

        session.Host.RequestedExitCode = null;
        session.Host.LeavesNestedPrompt = false;
    }

    private void Execute(string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
            session.Run(new Command(text, isScript: true, useLocalScope: false), addToHistory: true);
    }

    /// <summary>One whole command; empty after Ctrl-C; null at the end of the input.</summary>
    private string? ReadCommand()
    {
        var text = ReadLine(PromptText(), out _);
        while (text is not null && IsIncomplete(text))
        {
            var next = ReadLine(">> ", out var cancelled);
            if (cancelled)
                return "";
            // An empty line ends a command that cannot be completed; its error then says what is missing.
            if (string.IsNullOrEmpty(next))
                break;
            text += "\n" + next;
        }

        return text;
    }

    private string? ReadLine(string prompt, out bool cancelled)
    {
        cancelled = false;
        if (!session.Terminal.CanAsk)
            return session.Terminal.In.ReadLine();
        using var keys = session.Terminal.TakeControlKeys();
        return _editor.Read(prompt, out cancelled);
    }

    private string PromptText()
    {
        if (!session.Terminal.CanAsk)
            return "";
        try
        {
            return string.Concat(session.Evaluate("prompt").Select(part => part?.ToString()));
        }
        catch (RuntimeException)
        {
            // The user's prompt function fails; the shell must stay usable to mend it.
            return "PS> ";
        }
    }

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return errors.Any(error => error.IncompleteInput);
    }
}
