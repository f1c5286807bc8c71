using Azure.Storage;
using Azure.Storage.Files.Shares;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Plans;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.Clusters.Checkpoints;

/// <summary>Opens clusters' data accounts, which hold their volumes' shares.</summary>
internal sealed class DataAccount(AzureConnection connection)
{
    /// <summary>Makes the account where it is absent.</summary>
    public async Task<ShareServiceClient> EnsureAsync(ClusterNames names, string location, CancellationToken cancellationToken)
    {
        var data = new StorageAccountData(location) { Tags = ClusterTags.Of(names, "data") };
        return await OpenAsync(names, await connection.StorageAccounts.CreateAsync(names.ResourceGroup, names.DataAccount, data, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Null when there is none.</summary>
    public async Task<ShareServiceClient?> FindAsync(ClusterNames names, CancellationToken cancellationToken) =>
        await connection.StorageAccounts.GetAsync(names.ResourceGroup, names.DataAccount, cancellationToken).ConfigureAwait(false) is { } account
            ? await OpenAsync(names, account, cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<ShareServiceClient> OpenAsync(ClusterNames names, StorageAccountData account, CancellationToken cancellationToken)
    {
        var keys = await connection.StorageAccounts.GetKeysAsync(names.ResourceGroup, names.DataAccount, cancellationToken).ConfigureAwait(false);
        return new ShareServiceClient(
            account.Properties.PrimaryEndpoints!.File!, new StorageSharedKeyCredential(names.DataAccount, keys[0]), new ShareClientOptions { Transport = connection.Transport });
    }
}
