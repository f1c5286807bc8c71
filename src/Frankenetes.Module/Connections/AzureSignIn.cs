using System.Net;
using Azure.Core;
using Azure.Identity;
using Frankenetes.Clusters.Environments;
using Frankenetes.Contracts;

namespace Frankenetes.Module.Connections;

/// <summary>Signs in to Azure proper, or to another Azure that is told by its addresses.</summary>
internal sealed record AzureSignIn(string Subscription, string? Tenant, NetworkCredential? ServicePrincipal, Uri? ResourceManager, Uri? Authority)
{
    /// <summary>Asks for one token, so that a wrong credential fails here and not in the middle of something.</summary>
    public async Task<AzureConnection> ConnectAsync(CancellationToken stop)
    {
        var environment = AzureEnvironment.Azure(ResourceManager, Authority);
        var credential = Credential(environment.Authority);
        var scope = new Uri(environment.Audience, ".default").AbsoluteUri;
        await credential.GetTokenAsync(new TokenRequestContext([scope]), stop).ConfigureAwait(false);
        var node = new NodeCredential(Tenant, ServicePrincipal?.UserName, ServicePrincipal?.Password);
        return new AzureConnection(environment, credential, Subscription, node, null);
    }

    private TokenCredential Credential(Uri authority)
    {
        if (ServicePrincipal is null)
            return new DefaultAzureCredential(new DefaultAzureCredentialOptions { AuthorityHost = authority, TenantId = Tenant });
        if (Tenant is null)
            throw new FrankenetesException(ErrorCatalog.InvalidValue, "A service principal signs in to one tenant, and -Tenant names none.", "Tenant");
        var options = new ClientSecretCredentialOptions { AuthorityHost = authority, DisableInstanceDiscovery = ResourceManager is not null };
        return new ClientSecretCredential(Tenant, ServicePrincipal.UserName, ServicePrincipal.Password, options);
    }
}
