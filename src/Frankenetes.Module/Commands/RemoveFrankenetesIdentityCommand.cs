using System.Management.Automation;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Takes a managed identity of the local Azure from all programs that use it. One that is not there is no failure.</summary>
/// <example><code>'nightly', 'watcher' | Remove-FrankenetesIdentity -WhatIf</code>Shows what would be removed, and removes nothing.</example>
/// <example><code>Remove-FrankenetesIdentity nightly</code>Nobody gets a token for it any more; one of the same name that is made later is another.</example>
[Cmdlet(VerbsCommon.Remove, "FrankenetesIdentity", SupportsShouldProcess = true)]
public sealed class RemoveFrankenetesIdentityCommand : FrankenetesCommand
{
    /// <summary>Its name.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(@"^[A-Za-z0-9-]{1,50}\z")]
    public string Name { get; set; } = "";

    /// <summary>The local Azure's state folder; when left out, that of the one this process is connected to, else this user's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>Removes it.</summary>
    protected override void ProcessRecord()
    {
        var local = Session.Local(FullPath(StatePath));
        if (ShouldProcess(Name, "Remove a managed identity of the local Azure"))
            Pump((_, stop) => local.IdentityAsync(async identities => { await identities.RemoveAsync(Name, stop).ConfigureAwait(false); return true; }, stop), Name);
    }
}
