using System.Text.Json;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Environments;

/// <summary>One cloud, as its Resource Manager describes it to who has no account yet. Source: ARM's metadata/endpoints, api-version 2022-09-01.</summary>
/// <param name="ResourceManager">Where its Resource Manager is.</param>
/// <param name="Authentication">How its users sign in.</param>
/// <param name="Frankenetes">What a local Azure tells of itself besides; null in Azure proper.</param>
internal sealed record CloudMetadata(Uri? ResourceManager, CloudMetadata.SignIn? Authentication, CloudMetadata.LocalAzure? Frankenetes)
{
    private const string Path = "metadata/endpoints?api-version=2022-09-01";

    /// <param name="LoginEndpoint">Where tokens are asked for.</param>
    internal sealed record SignIn(Uri? LoginEndpoint);

    /// <summary>Where a local Azure is, and whom to trust there.</summary>
    internal sealed record LocalAzure : LocalAzureAddresses
    {
        /// <summary>PEM text.</summary>
        public required string CertificateAuthority { get; init; }
    }

    /// <summary>Where a Resource Manager tells of its cloud.</summary>
    public static Uri AddressOf(Uri resourceManager) => new(resourceManager, Path);

    /// <summary>The cloud whose own address this is.</summary>
    /// <param name="http">Trusts whoever answers there.</param>
    /// <param name="address">The metadata's address.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Null where nothing of the kind is served there.</returns>
    /// <exception cref="FrankenetesException">Nobody answers.</exception>
    public static async Task<CloudMetadata?> FindAsync(HttpClient http, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(address, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
                return null;
            var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            var clouds = JsonSerializer.Deserialize(text, CloudMetadataJson.Default.IReadOnlyListCloudMetadata);
            return clouds?.FirstOrDefault(cloud => cloud.ResourceManager?.Authority == address.Authority);
        }
        catch (HttpRequestException unreachable)
        {
            throw new FrankenetesException(ErrorCatalog.AzureUnreachable, $"The cloud at '{address.Authority}' does not tell its addresses: {(unreachable.InnerException ?? unreachable).Message}", address.Authority, unreachable);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The environment that it is.</summary>
    /// <param name="authority">Where tokens are asked for, if not where the cloud itself says.</param>
    public AzureEnvironment ToEnvironment(Uri? authority) =>
        Frankenetes?.ToEnvironment(Frankenetes.CertificateAuthority) ?? AzureEnvironment.Azure(ResourceManager, authority ?? Authentication?.LoginEndpoint);
}
