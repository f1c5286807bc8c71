using Azure;
using Azure.Core;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.ContainerInstances.Serialization;

namespace Frankenetes.ContainerInstances.ResourceManager;

/// <summary>Microsoft.Storage/storageAccounts, api-version 2022-09-01.</summary>
internal sealed class StorageAccounts(ArmPipeline arm) : IStorageAccounts
{
    private const string ApiVersion = "2022-09-01";

    public Task<StorageAccountData?> GetAsync(string resourceGroup, string name, CancellationToken cancellationToken) =>
        arm.GetAsync(Address(resourceGroup, name), ArmJson.Default.StorageAccountData, cancellationToken);

    public IAsyncEnumerable<StorageAccountData> ListAsync(string? resourceGroup, CancellationToken cancellationToken)
    {
        var parent = resourceGroup is null ? "" : $"/resourceGroups/{Uri.EscapeDataString(resourceGroup)}";
        return arm.ListAsync(arm.Address($"{parent}/providers/Microsoft.Storage/storageAccounts", ApiVersion), ArmJson.Default.StorageAccountPage, cancellationToken);
    }

    public async Task<StorageAccountData> CreateAsync(string resourceGroup, string name, StorageAccountData data, CancellationToken cancellationToken)
    {
        var address = Address(resourceGroup, name);
        var body = ArmPipeline.Body(data, ArmJson.Default.StorageAccountData);
        var first = await arm.SendCheckedAsync(RequestMethod.Put, address, body, cancellationToken).ConfigureAwait(false);
        if (first.Status == 200) return ArmPipeline.Read(first, ArmJson.Default.StorageAccountData);
        await LongRunningOperation.CompleteAsync(arm, first, cancellationToken).ConfigureAwait(false);
        var last = await arm.SendCheckedAsync(RequestMethod.Get, address, null, cancellationToken).ConfigureAwait(false);
        return ArmPipeline.Read(last, ArmJson.Default.StorageAccountData);
    }

    public async Task<IReadOnlyList<string>> GetKeysAsync(string resourceGroup, string name, CancellationToken cancellationToken)
    {
        var response = await arm.SendCheckedAsync(RequestMethod.Post, Address(resourceGroup, name, "/listKeys"), null, cancellationToken).ConfigureAwait(false);
        return [.. ArmPipeline.Read(response, ArmJson.Default.StorageAccountKeys).Keys.OrderBy(key => key.KeyName, StringComparer.Ordinal).Select(key => key.Value)];
    }

    public async Task<IReadOnlyDictionary<string, long>> CountTransactionsAsync(string resourceGroup, string name, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var address = arm.Address(Path(resourceGroup, name) + "/providers/Microsoft.Insights/metrics", Metrics.ApiVersion, Metrics.TransactionsQuery(from, to));
        var response = await arm.SendCheckedAsync(RequestMethod.Get, address, null, cancellationToken).ConfigureAwait(false);
        return ArmPipeline.Read(response, ArmJson.Default.Metrics).TotalsByDimension();
    }

    public async Task DeleteAsync(string resourceGroup, string name, CancellationToken cancellationToken)
    {
        var response = await arm.SendAsync(RequestMethod.Delete, Address(resourceGroup, name), null, cancellationToken).ConfigureAwait(false);
        if (response.Status != 404 && response.IsError) throw new RequestFailedException(response);
    }

    private Uri Address(string resourceGroup, string name, string suffix = "") => arm.Address(Path(resourceGroup, name) + suffix, ApiVersion);

    private static string Path(string resourceGroup, string name) =>
        $"/resourceGroups/{Uri.EscapeDataString(resourceGroup)}/providers/Microsoft.Storage/storageAccounts/{Uri.EscapeDataString(name)}";
}
