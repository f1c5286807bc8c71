using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Frankenetes.Loader.Tests;

/// <summary>The laid out package and a PowerShell that has nothing but its engine.</summary>
internal static class Package
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "package");

    public static string Manifest { get; } = Path.Combine(Folder, "Frankenetes.psd1");

    /// <summary>A session without the module.</summary>
    public static PowerShell Open() => PowerShell.Create(InitialSessionState.CreateDefault2());

    /// <summary>A session with the module imported.</summary>
    public static PowerShell OpenWithModule()
    {
        var shell = Open();
        Run(shell, $"Import-Module '{Manifest}'");
        return shell;
    }

    /// <summary>Runs a script; error records stay in the shell's streams.</summary>
    public static IReadOnlyList<PSObject> Run(PowerShell shell, string script)
    {
        shell.Commands.Clear();
        return shell.AddScript(script).Invoke();
    }
}
