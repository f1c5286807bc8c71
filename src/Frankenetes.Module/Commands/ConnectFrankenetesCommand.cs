using System.Management.Automation;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Chooses the subscription that this session's cmdlets work in: the local Azure's unless one is named.</summary>
/// <example><code>Connect-Frankenetes</code>Uses the local Azure of this user, and starts it where it does not run.</example>
/// <example><code>Connect-Frankenetes -Subscription 3fa85f64-5717-4562-b3fc-2c963f66afa6</code>Uses a subscription of Azure, signed in as az login or the environment says.</example>
/// <example><code>Connect-Frankenetes -Identity</code>Uses the managed identity that Azure Automation, or New-FrankenetesIdentity here, gave this process.</example>
[Cmdlet(VerbsCommunications.Connect, "Frankenetes", DefaultParameterSetName = Local)]
[OutputType(typeof(FrankenetesContext))]
public sealed class ConnectFrankenetesCommand : FrankenetesCommand
{
    private const string Local = "Local";
    private const string Azure = "Azure";
    private const string ManagedIdentity = "Identity";

    /// <summary>The local Azure's state folder; this user's own when left out.</summary>
    [Parameter(ParameterSetName = Local)]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>Signs in as the managed identity that Azure gave this process: in Automation, in a container group, on the local Azure with the variables of New-FrankenetesIdentity.</summary>
    [Parameter(ParameterSetName = ManagedIdentity, Mandatory = true)]
    public SwitchParameter Identity { get; set; }

    /// <summary>The client id of a user-assigned identity; the system-assigned one when left out.</summary>
    [Parameter(ParameterSetName = ManagedIdentity)]
    public string? AccountId { get; set; }

    /// <summary>The subscription's id (GUID); null, or left out with -Identity: the only one that who signs in may see.</summary>
    [Parameter(ParameterSetName = Azure, Mandatory = true)]
    [Parameter(ParameterSetName = ManagedIdentity)]
    [AllowNull]
    public Guid? Subscription { get; set; }

    /// <summary>The tenant's id or domain; the credential's own when left out.</summary>
    [Parameter(ParameterSetName = Azure)]
    [ValidateNotNullOrEmpty]
    public string? Tenant { get; set; }

    /// <summary>Client id and secret of a service principal; without it, whatever DefaultAzureCredential finds (environment, az login, ...).</summary>
    [Parameter(ParameterSetName = Azure)]
    [Credential]
    public PSCredential? ServicePrincipal { get; set; }

    /// <summary>Azure Resource Manager's address where it is not Azure's public cloud; with -Identity, ARM_CLOUD_METADATA_URL tells it when left out.</summary>
    [Parameter(ParameterSetName = Azure)]
    [Parameter(ParameterSetName = ManagedIdentity)]
    public Uri? Environment { get; set; }

    /// <summary>Where tokens are asked for, if not where the cloud at -Environment says.</summary>
    [Parameter(ParameterSetName = Azure)]
    public Uri? Authority { get; set; }

    /// <summary>Connects and writes the context.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == Local)
            ConnectLocal(new LocalAzureHost(FullPath(StatePath)));
        else
            Pump(ConnectAzureAsync);
    }

    private void ConnectLocal(LocalAzureHost local) => Pump(
        async (output, stop) => output.Object(Session.Describe(await Session.ConnectAsync(local, stop).ConfigureAwait(false))), local.StateFolder);

    private async Task ConnectAzureAsync(ICmdletOutput output, CancellationToken stop)
    {
        var signIn = new AzureSignIn
        {
            Subscription = Subscription?.ToString("D"),
            Tenant = Tenant,
            ServicePrincipal = ServicePrincipal?.GetNetworkCredential(),
            Identity = Identity,
            AccountId = string.IsNullOrEmpty(AccountId) ? null : AccountId,
            ResourceManager = Environment,
            Authority = Authority,
        };
        var connection = await signIn.ConnectAsync(stop).ConfigureAwait(false);
        Session.Use(connection);
        output.Object(Session.Describe(connection));
    }
}
