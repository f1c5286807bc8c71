using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Frankenetes.Shell.Sessions;

/// <summary>Lets <c>exit N</c> in a script file reach the host.</summary>
/// <remarks>
/// The engine keeps such an exit to itself as <c>$LASTEXITCODE</c>, where the code of a native command cannot be told from it. For <c>pwsh -File</c> its own
/// host sets a switch that is internal (ConsoleHost.cs, <c>ScriptCommandProcessorShouldRethrowExit</c>); there is no public way to the same effect.
/// </remarks>
internal static class ExitCodes
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Holds for the next script file alone.</summary>
    /// <exception cref="MissingMemberException">This version of the engine has no such switch.</exception>
    internal static void PassOnFromNextScript(Runspace runspace)
    {
        var context = Member(typeof(Runspace), "ExecutionContext").GetValue(runspace)
            ?? throw new InvalidOperationException("The engine is not open.");
        Member(context.GetType(), "ScriptCommandProcessorShouldRethrowExit").SetValue(context, true);
    }

    private static PropertyInfo Member(Type type, string name) =>
        type.GetProperty(name, Hidden) ?? throw new MissingMemberException(type.FullName, name);
}
