using Azure;
using Azure.Core;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.ContainerInstances.Serialization;

namespace Frankenetes.ContainerInstances.ResourceManager;

/// <summary>Microsoft.Resources/resourceGroups, api-version 2021-04-01.</summary>
internal sealed class ResourceGroups(ArmPipeline arm) : IResourceGroups
{
    private const string ApiVersion = "2021-04-01";

    public Task<ResourceGroupData?> GetAsync(string name, CancellationToken cancellationToken) =>
        arm.GetAsync(Address(name), ArmJson.Default.ResourceGroupData, cancellationToken);

    public IAsyncEnumerable<ResourceGroupData> ListAsync(string? tagName, string? tagValue, CancellationToken cancellationToken) =>
        arm.ListAsync(arm.Address("/resourcegroups", ApiVersion, Filter(tagName, tagValue)), ArmJson.Default.ResourceGroupPage, cancellationToken);

    public async Task<ResourceGroupData> CreateOrUpdateAsync(string name, ResourceGroupData data, CancellationToken cancellationToken)
    {
        var body = ArmPipeline.Body(data, ArmJson.Default.ResourceGroupData);
        var response = await arm.SendCheckedAsync(RequestMethod.Put, Address(name), body, cancellationToken).ConfigureAwait(false);
        return ArmPipeline.Read(response, ArmJson.Default.ResourceGroupData);
    }

    public async Task DeleteAsync(string name, WaitUntil waitUntil, CancellationToken cancellationToken)
    {
        var response = await arm.SendAsync(RequestMethod.Delete, Address(name), null, cancellationToken).ConfigureAwait(false);
        if (response.Status == 404) return;
        if (response.IsError) throw new RequestFailedException(response);
        if (waitUntil == WaitUntil.Completed) await LongRunningOperation.CompleteAsync(arm, response, cancellationToken).ConfigureAwait(false);
    }

    private static string? Filter(string? tagName, string? tagValue)
    {
        if (tagName is null) return null;
        var filter = $"tagName eq '{Quote(tagName)}'" + (tagValue is null ? "" : $" and tagValue eq '{Quote(tagValue)}'");
        return "$filter=" + Uri.EscapeDataString(filter);
    }

    private static string Quote(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private Uri Address(string name) => arm.Address($"/resourcegroups/{Uri.EscapeDataString(name)}", ApiVersion);
}
