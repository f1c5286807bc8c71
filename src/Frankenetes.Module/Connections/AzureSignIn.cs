using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Frankenetes.Clusters.Environments;
using Frankenetes.Contracts;

namespace Frankenetes.Module.Connections;

/// <summary>Signs in to Azure proper, or to another Azure that is told by its addresses.</summary>
internal sealed record AzureSignIn
{
    /// <summary>Null: the only one that who signs in may see.</summary>
    public string? Subscription { get; init; }

    public string? Tenant { get; init; }

    public NetworkCredential? ServicePrincipal { get; init; }

    /// <summary>Whether a managed identity signs in: what Azure gave this process, and nothing else.</summary>
    public bool Identity { get; init; }

    /// <summary>The client id of a user-assigned identity; null: the system-assigned one.</summary>
    public string? AccountId { get; init; }

    public Uri? ResourceManager { get; init; }

    public Uri? Authority { get; init; }

    /// <summary>Asks for one token, so that a wrong credential fails here and not in the middle of something.</summary>
    public async Task<AzureConnection> ConnectAsync(CancellationToken stop)
    {
        var environment = await EnvironmentAsync(stop).ConfigureAwait(false);
        var http = environment.CertificateAuthority is { } authority ? new HttpClient(TrustedTransport.Create(authority)) : null;
        var transport = http is null ? HttpClientTransport.Shared : new HttpClientTransport(http);
        var credential = Credential(environment.Authority, transport);
        await CheckAsync(credential, new Uri(environment.Audience, ".default").AbsoluteUri, stop).ConfigureAwait(false);
        var subscription = Subscription ?? await new Subscriptions(environment, credential, transport).OnlyAsync(stop).ConfigureAwait(false);
        var node = new NodeCredential(Tenant, ServicePrincipal?.UserName, ServicePrincipal?.Password);
        return new AzureConnection(environment, credential, subscription, node, http);
    }

    /// <summary>The cloud is asked for its other addresses: of one on this machine, container groups know different ones.</summary>
    private async Task<AzureEnvironment> EnvironmentAsync(CancellationToken stop)
    {
        var address = ResourceManager is not null ? CloudMetadata.AddressOf(ResourceManager) : MachinePaths.CloudMetadata;
        if (address is null)
            return AzureEnvironment.Azure(null, Authority);
        using var http = new HttpClient();
        var given = AzureEnvironment.Azure(ResourceManager ?? new Uri(address, "/"), Authority);
        try
        {
            return (await CloudMetadata.FindAsync(http, address, stop).ConfigureAwait(false))?.ToEnvironment(Authority) ?? given;
        }
        catch (FrankenetesException) when (Authority is not null)
        {
            // Who names both addresses needs nobody to tell them; the sign-in says what is wrong.
            return given;
        }
    }

    private TokenCredential Credential(Uri authority, HttpPipelineTransport transport)
    {
        if (Identity)
        {
            var id = AccountId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(AccountId);
            return new ManagedIdentityCredential(new ManagedIdentityCredentialOptions(id) { Transport = transport });
        }

        if (ServicePrincipal is null)
            return new DefaultAzureCredential(new DefaultAzureCredentialOptions { AuthorityHost = authority, TenantId = Tenant });
        if (Tenant is null)
            throw new FrankenetesException(ErrorCatalog.InvalidValue, "A service principal signs in to one tenant, and -Tenant names none.", "Tenant");
        var options = new ClientSecretCredentialOptions { AuthorityHost = authority, DisableInstanceDiscovery = ResourceManager is not null, Transport = transport };
        return new ClientSecretCredential(Tenant, ServicePrincipal.UserName, ServicePrincipal.Password, options);
    }

    private async Task CheckAsync(TokenCredential credential, string scope, CancellationToken stop)
    {
        try
        {
            await credential.GetTokenAsync(new TokenRequestContext([scope]), stop).ConfigureAwait(false);
        }
        catch (AuthenticationFailedException refused) when (Identity)
        {
            throw new FrankenetesException(ErrorCatalog.IdentityUnavailable, $"No managed identity signs in here: {refused.Message.Split('\n')[0].Trim()}", AccountId, refused);
        }
    }
}
