using System.Management.Automation;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Forgets what this session is connected to, its credential and the cluster that it uses. Nothing is stopped: neither clusters nor the local Azure.</summary>
/// <example><code>Disconnect-Frankenetes</code>The next cmdlet is on the local Azure of this user again.</example>
/// <example><code>Connect-Frankenetes -Identity; try { Suspend-FrankenetesCluster ci-* -Confirm:$false } finally { Disconnect-Frankenetes }</code>Leaves no sign-in behind.</example>
[Cmdlet(VerbsCommunications.Disconnect, "Frankenetes", SupportsShouldProcess = true)]
public sealed class DisconnectFrankenetesCommand : FrankenetesCommand
{
    /// <summary>Forgets.</summary>
    protected override void ProcessRecord()
    {
        if (ShouldProcess("this session", "Forget the connection"))
            Session.Forget();
    }
}
