using Azure;
using Azure.Core;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.ContainerInstances.Serialization;

namespace Frankenetes.ContainerInstances.ResourceManager;

/// <summary>Microsoft.ContainerInstance/containerGroups, api-version 2023-05-01.</summary>
internal sealed class ContainerGroups(ArmPipeline arm) : IContainerGroups
{
    private const string ApiVersion = "2023-05-01";

    public Task<ContainerGroupData?> GetAsync(string resourceGroup, string name, CancellationToken cancellationToken) =>
        arm.GetAsync(Address(resourceGroup, name), ArmJson.Default.ContainerGroupData, cancellationToken);

    public IAsyncEnumerable<ContainerGroupData> ListAsync(string? resourceGroup, CancellationToken cancellationToken)
    {
        var parent = resourceGroup is null ? "" : $"/resourceGroups/{Uri.EscapeDataString(resourceGroup)}";
        return arm.ListAsync(
            arm.Address($"{parent}/providers/Microsoft.ContainerInstance/containerGroups", ApiVersion), ArmJson.Default.ContainerGroupPage, cancellationToken);
    }

    public async Task<ContainerGroupData> CreateOrUpdateAsync(string resourceGroup, string name, ContainerGroupData data, WaitUntil waitUntil, CancellationToken cancellationToken)
    {
        var address = Address(resourceGroup, name);
        var body = ArmPipeline.Body(data, ArmJson.Default.ContainerGroupData);
        var first = await arm.SendCheckedAsync(RequestMethod.Put, address, body, cancellationToken).ConfigureAwait(false);
        if (waitUntil == WaitUntil.Started) return ArmPipeline.Read(first, ArmJson.Default.ContainerGroupData);
        await LongRunningOperation.CompleteAsync(arm, first, cancellationToken).ConfigureAwait(false);
        var last = await arm.SendCheckedAsync(RequestMethod.Get, address, null, cancellationToken).ConfigureAwait(false);
        return ArmPipeline.Read(last, ArmJson.Default.ContainerGroupData);
    }

    public async Task<ContainerGroupData> UpdateTagsAsync(string resourceGroup, string name, IDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        var body = ArmPipeline.Body(new TagsPatch(tags), ArmJson.Default.TagsPatch);
        var response = await arm.SendCheckedAsync(RequestMethod.Patch, Address(resourceGroup, name), body, cancellationToken).ConfigureAwait(false);
        return ArmPipeline.Read(response, ArmJson.Default.ContainerGroupData);
    }

    public async Task DeleteAsync(string resourceGroup, string name, WaitUntil waitUntil, CancellationToken cancellationToken)
    {
        var response = await arm.SendAsync(RequestMethod.Delete, Address(resourceGroup, name), null, cancellationToken).ConfigureAwait(false);
        if (response.Status == 404) return;
        if (response.IsError) throw new RequestFailedException(response);
        if (waitUntil == WaitUntil.Completed) await LongRunningOperation.CompleteAsync(arm, response, cancellationToken).ConfigureAwait(false);
    }

    public async Task<string> GetLogsAsync(string resourceGroup, string name, string container, int? tail, bool timestamps, CancellationToken cancellationToken)
    {
        var query = $"timestamps={(timestamps ? "true" : "false")}{(tail is { } lines ? $"&tail={lines}" : "")}";
        var response = await arm.SendCheckedAsync(RequestMethod.Get, Address(resourceGroup, name, ContainerPath(container) + "/logs", query), null, cancellationToken).ConfigureAwait(false);
        return ArmPipeline.Read(response, ArmJson.Default.ContainerLogs).Content ?? "";
    }

    public async Task<ContainerExecResult> ExecuteCommandAsync(string resourceGroup, string name, string container, ContainerExecContent content, CancellationToken cancellationToken)
    {
        var body = ArmPipeline.Body(content, ArmJson.Default.ContainerExecContent);
        var response = await arm.SendCheckedAsync(RequestMethod.Post, Address(resourceGroup, name, ContainerPath(container) + "/exec"), body, cancellationToken).ConfigureAwait(false);
        return ArmPipeline.Read(response, ArmJson.Default.ContainerExecResult);
    }

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<ContainerUsageMinute>>> GetUsageAsync(
        string resourceGroup, string name, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var address = Address(resourceGroup, name, "/providers/Microsoft.Insights/metrics", Metrics.Query(from, to), Metrics.ApiVersion);
        var response = await arm.SendCheckedAsync(RequestMethod.Get, address, null, cancellationToken).ConfigureAwait(false);
        return ArmPipeline.Read(response, ArmJson.Default.Metrics).ByContainer();
    }

    public async Task<ContainerExecResult> AttachAsync(string resourceGroup, string name, string container, CancellationToken cancellationToken)
    {
        var response = await arm.SendCheckedAsync(RequestMethod.Post, Address(resourceGroup, name, ContainerPath(container) + "/attach"), null, cancellationToken).ConfigureAwait(false);
        return ArmPipeline.Read(response, ArmJson.Default.ContainerExecResult);
    }

    private static string ContainerPath(string container) => $"/containers/{Uri.EscapeDataString(container)}";

    private Uri Address(string resourceGroup, string name, string suffix = "", string? query = null, string apiVersion = ApiVersion) => arm.Address(
        $"/resourceGroups/{Uri.EscapeDataString(resourceGroup)}/providers/Microsoft.ContainerInstance/containerGroups/{Uri.EscapeDataString(name)}{suffix}", apiVersion, query);
}
