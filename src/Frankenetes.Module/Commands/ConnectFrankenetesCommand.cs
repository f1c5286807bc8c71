using System.Management.Automation;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Chooses the subscription that this session's cmdlets work in: the local Azure's unless one is named.</summary>
/// <example><code>Connect-Frankenetes</code>Uses the local Azure of this user, and starts it where it does not run.</example>
/// <example><code>Connect-Frankenetes -Subscription 3fa85f64-5717-4562-b3fc-2c963f66afa6</code>Uses a subscription of Azure, signed in as az login or the environment says.</example>
[Cmdlet(VerbsCommunications.Connect, "Frankenetes", DefaultParameterSetName = Local)]
[OutputType(typeof(FrankenetesContext))]
public sealed class ConnectFrankenetesCommand : FrankenetesCommand
{
    private const string Local = "Local";
    private const string Azure = "Azure";

    /// <summary>The local Azure's state folder; this user's own when left out.</summary>
    [Parameter(ParameterSetName = Local)]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>The subscription's id (GUID).</summary>
    [Parameter(ParameterSetName = Azure, Mandatory = true)]
    public Guid Subscription { get; set; }

    /// <summary>The tenant's id or domain; the credential's own when left out.</summary>
    [Parameter(ParameterSetName = Azure)]
    [ValidateNotNullOrEmpty]
    public string? Tenant { get; set; }

    /// <summary>Client id and secret of a service principal; without it, whatever DefaultAzureCredential finds (environment, az login, ...).</summary>
    [Parameter(ParameterSetName = Azure)]
    [Credential]
    public PSCredential? ServicePrincipal { get; set; }

    /// <summary>Azure Resource Manager's address where it is not Azure's public cloud.</summary>
    [Parameter(ParameterSetName = Azure)]
    public Uri? Environment { get; set; }

    /// <summary>Where tokens are asked for where it is not Azure's public cloud.</summary>
    [Parameter(ParameterSetName = Azure)]
    public Uri? Authority { get; set; }

    /// <summary>Connects and writes the context.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == Azure)
            Pump(ConnectAzureAsync);
        else
            ConnectLocal(new LocalAzureHost(FullPath(StatePath)));
    }

    private void ConnectLocal(LocalAzureHost local) => Pump(
        async (output, stop) => output.Object(Session.Describe(await Session.ConnectAsync(local, stop).ConfigureAwait(false))), local.StateFolder);

    private async Task ConnectAzureAsync(ICmdletOutput output, CancellationToken stop)
    {
        var signIn = new AzureSignIn(Subscription.ToString("D"), Tenant, ServicePrincipal?.GetNetworkCredential(), Environment, Authority);
        var connection = await signIn.ConnectAsync(stop).ConfigureAwait(false);
        Session.Use(connection);
        output.Object(Session.Describe(connection));
    }
}
