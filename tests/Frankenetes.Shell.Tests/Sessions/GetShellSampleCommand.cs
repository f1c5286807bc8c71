using System.Management.Automation;

namespace Frankenetes.Shell.Tests.Sessions;

/// <summary>A cmdlet for the tests of module import; the shell loads this assembly.</summary>
[Cmdlet(VerbsCommon.Get, "ShellSample")]
public sealed class GetShellSampleCommand : PSCmdlet
{
    protected override void EndProcessing() => WriteObject(new ShellSample("one", 1));
}
