using System.Management.Automation.Runspaces;

namespace Frankenetes.Shell.Sessions;

/// <summary>Runs one script or one text and says which exit code that makes.</summary>
internal static class ScriptRun
{
    /// <summary>The code of <c>exit N</c>; else 0, or 1 when an error ended the script.</summary>
    internal static int File(ShellSession session, string path, IReadOnlyList<CommandParameter> arguments)
    {
        var command = new Command(path, isScript: false, useLocalScope: false);
        foreach (var argument in arguments)
            command.Parameters.Add(argument);
        session.EndWithNextScript();
        var ended = session.Run(command);
        return session.Host.RequestedExitCode ?? (ended ? 0 : 1);
    }

    /// <summary>The code of <c>exit N</c>; else 0, or 1 when the last command failed.</summary>
    internal static int Text(ShellSession session, string text)
    {
        // Only a pipeline that enters the history leaves its $? behind.
        var ended = session.Run(new Command(text, isScript: true, useLocalScope: false), addToHistory: true);
        return session.Host.RequestedExitCode ?? (ended && session.LastSucceeded ? 0 : 1);
    }
}
