using System.Management.Automation;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Makes a managed identity on the local Azure for programs that nobody signs in, such as scheduled runbooks: what an Automation account gives its runbooks in Azure. An identity that is there is shown, with its file written anew.</summary>
/// <example><code>New-FrankenetesIdentity nightly</code>Makes an identity that may suspend and resume every cluster; a runbook started with the variables of its EnvironmentFile signs in by Connect-Frankenetes -Identity.</example>
/// <example><code>New-FrankenetesIdentity watcher -Role Reader</code>Makes one that may look and change nothing.</example>
[Cmdlet(VerbsCommon.New, "FrankenetesIdentity", SupportsShouldProcess = true)]
[OutputType(typeof(FrankenetesIdentity))]
public sealed class NewFrankenetesIdentityCommand : FrankenetesCommand
{
    /// <summary>Its name: letters, digits and '-'.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(@"^[A-Za-z0-9-]{1,50}\z")]
    public string Name { get; set; } = "";

    /// <summary>The built-in roles that it is given on the subscription, none taken from one that has more; when left out, what runs clusters: a control plane's own identity is given its role by who starts it.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[] Role { get; set; } = ["Contributor", "Role Based Access Control Administrator"];

    /// <summary>The local Azure's state folder; when left out, that of the one this process is connected to, else this user's own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>Makes it and writes it.</summary>
    protected override void ProcessRecord()
    {
        var local = Session.Local(FullPath(StatePath));
        if (ShouldProcess(Name, "Make a managed identity on the local Azure"))
            Pump(async (output, stop) => output.Object(await local.IdentityAsync(identities => identities.CreateAsync(Name, Role, stop), stop).ConfigureAwait(false)), Name);
    }
}
