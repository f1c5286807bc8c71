using System.Management.Automation;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Shows the local Azure, whether it runs or not; starts nothing.</summary>
/// <example><code>Get-FrankenetesLocalAzure</code>Shows whether the local Azure runs, and where.</example>
/// <example><code>Get-FrankenetesLocalAzure | ForEach-Object { Get-Content $_.LogPath -Tail 20 }</code>Shows the end of its log.</example>
[Cmdlet(VerbsCommon.Get, "FrankenetesLocalAzure")]
[OutputType(typeof(LocalAzureInstance))]
public sealed class GetFrankenetesLocalAzureCommand : FrankenetesCommand
{
    /// <summary>Its state folder; when left out, that of the one this process is connected to, else this user's own.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>Writes what is there.</summary>
    protected override void ProcessRecord()
    {
        var local = Session.Local(FullPath(StatePath));
        Pump(async (output, stop) => output.Object(local.Describe(await local.FindAsync(stop).ConfigureAwait(false))), local.StateFolder);
    }
}
