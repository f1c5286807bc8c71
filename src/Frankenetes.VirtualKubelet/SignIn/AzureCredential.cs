using Azure.Core;
using Frankenetes.VirtualKubelet.Configuration;

namespace Frankenetes.VirtualKubelet.SignIn;

/// <summary>Chooses the credential that the configuration names.</summary>
internal static class AzureCredential
{
    /// <exception cref="ConfigurationException">The kind is unknown, or something that it needs is missing.</exception>
    public static TokenCredential Create(CredentialSection section, HttpClient http, Func<string, string?> environment, TimeProvider time) => section.Kind switch
    {
        "ClientSecret" => new ClientSecretEndpoint(
            http,
            time,
            section.Authority ?? throw Missing("authority"),
            section.TenantId ?? throw Missing("tenantId"),
            section.ClientId ?? throw Missing("clientId"),
            section.ClientSecretFile ?? throw Missing("clientSecretFile")),
        "ManagedIdentity" => new ManagedIdentityEndpoint(http, time, section.ClientId, environment),
        var other => throw new ConfigurationException($"azure.credential.kind is '{other}'; it can be ClientSecret or ManagedIdentity."),
    };

    private static ConfigurationException Missing(string member) => new($"azure.credential.{member} is needed for a client secret.");
}
