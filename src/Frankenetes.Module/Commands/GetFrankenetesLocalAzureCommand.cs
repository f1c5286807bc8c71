using System.Management.Automation;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Shows the local Azure, whether it runs or not; starts nothing.</summary>
[Cmdlet(VerbsCommon.Get, "FrankenetesLocalAzure")]
[OutputType(typeof(LocalAzureInstance))]
public sealed class GetFrankenetesLocalAzureCommand : FrankenetesCommand
{
    /// <summary>Its state folder; this user's own when left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>Writes what is there.</summary>
    protected override void ProcessRecord()
    {
        var local = new LocalAzureHost(FullPath(StatePath));
        Pump(async (output, stop) => output.Object(local.Describe(await local.FindAsync(stop).ConfigureAwait(false))), local.StateFolder);
    }
}
