using System.Management.Automation;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Shows what this session is connected to. Writes nothing where it is connected to nothing and no local Azure runs, and starts none.</summary>
/// <example><code>Get-FrankenetesContext</code>Shows the subscription, and the cluster that Use-FrankenetesCluster chose.</example>
/// <example><code>if (-not (Get-FrankenetesContext)) { Connect-Frankenetes }</code>Connects once.</example>
[Cmdlet(VerbsCommon.Get, "FrankenetesContext")]
[OutputType(typeof(FrankenetesContext))]
public sealed class GetFrankenetesContextCommand : FrankenetesCommand
{
    /// <summary>Writes the context.</summary>
    protected override void ProcessRecord() => Pump(async (output, stop) =>
    {
        if (await Session.FindAsync(stop).ConfigureAwait(false) is { } connection)
            output.Object(Session.Describe(connection));
    });
}
