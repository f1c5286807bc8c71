using System.Management.Automation;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Ends the local Azure. Its containers go on and the next one adopts them, unless -RemoveAll takes everything down.</summary>
/// <example><code>Stop-FrankenetesLocalAzure</code>Ends the local Azure's process; what it runs goes on running.</example>
/// <example><code>Stop-FrankenetesLocalAzure -RemoveAll</code>Takes down all that it runs, with all data, and ends it.</example>
[Cmdlet(VerbsLifecycle.Stop, "FrankenetesLocalAzure", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class StopFrankenetesLocalAzureCommand : FrankenetesCommand
{
    /// <summary>Its state folder; when left out, that of the one this process is connected to, else this user's own.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>Takes its containers and network down and removes every resource in it, clusters and their data included.</summary>
    [Parameter]
    public SwitchParameter RemoveAll { get; set; }

    /// <summary>Ends it; one that does not run is no failure.</summary>
    protected override void ProcessRecord()
    {
        var local = Session.Local(FullPath(StatePath));
        var action = RemoveAll ? "Stop the local Azure and remove all clusters and data in it" : "Stop the local Azure";
        if (ShouldProcess(local.StateFolder, action))
            Pump((_, stop) => local.EndAsync(RemoveAll, stop), local.StateFolder);
    }
}
