using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.ContainerInstances;

/// <summary>Storage accounts of one subscription; same rules as <see cref="IContainerGroups"/>. Source: Microsoft.Storage 2022-09-01.</summary>
public interface IStorageAccounts
{
    /// <summary>Reads an account.</summary>
    /// <param name="resourceGroup">Resource group.</param>
    /// <param name="name">Account.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Null when absent.</returns>
    Task<StorageAccountData?> GetAsync(string resourceGroup, string name, CancellationToken cancellationToken = default);

    /// <summary>Lists the accounts of a resource group.</summary>
    /// <param name="resourceGroup">Null lists the whole subscription.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Pages are fetched as they are read; an absent resource group lists nothing.</returns>
    IAsyncEnumerable<StorageAccountData> ListAsync(string? resourceGroup, CancellationToken cancellationToken = default);

    /// <summary>Creates an account and waits until it can be used; an existing one is updated.</summary>
    /// <param name="resourceGroup">Resource group; must exist.</param>
    /// <param name="name">Account.</param>
    /// <param name="data">Location, sku, kind, tags.</param>
    /// <param name="cancellationToken">Stops the call, not the operation behind it.</param>
    /// <returns>The account with its endpoints.</returns>
    Task<StorageAccountData> CreateAsync(string resourceGroup, string name, StorageAccountData data, CancellationToken cancellationToken = default);

    /// <summary>Reads the account's two keys.</summary>
    /// <param name="resourceGroup">Resource group.</param>
    /// <param name="name">Account.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Base64 of 64 bytes each, key1 first.</returns>
    Task<IReadOnlyList<string>> GetKeysAsync(string resourceGroup, string name, CancellationToken cancellationToken = default);

    /// <summary>Counts requests to an account by operation, from Azure Monitor, which keeps 93 days. Source: Microsoft.Insights metrics 2018-01-01, metric <c>Transactions</c>.</summary>
    /// <param name="resourceGroup">Resource group.</param>
    /// <param name="name">Account; absent is an error (404).</param>
    /// <param name="from">The first hour.</param>
    /// <param name="to">After the last one.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>By operation, such as GetBlob or AppendBlock.</returns>
    Task<IReadOnlyDictionary<string, long>> CountTransactionsAsync(string resourceGroup, string name, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default);

    /// <summary>Deletes an account with its data; an absent one is success.</summary>
    /// <param name="resourceGroup">Resource group.</param>
    /// <param name="name">Account.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>When done.</returns>
    Task DeleteAsync(string resourceGroup, string name, CancellationToken cancellationToken = default);
}
