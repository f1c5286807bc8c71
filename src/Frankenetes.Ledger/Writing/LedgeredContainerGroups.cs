using System.Runtime.CompilerServices;
using Azure;
using Frankenetes.ContainerInstances;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.Ledger.Writing;

/// <summary>Container groups as they are, with all that is asked for and seen written down beside.</summary>
internal sealed class LedgeredContainerGroups(IContainerGroups groups, GroupLedger ledger) : IContainerGroups
{
    public async Task<ContainerGroupData?> GetAsync(string resourceGroup, string name, CancellationToken cancellationToken = default)
    {
        var group = await groups.GetAsync(resourceGroup, name, cancellationToken).ConfigureAwait(false);
        await ledger.SawAsync(resourceGroup, name, group, cancellationToken).ConfigureAwait(false);
        return group;
    }

    public async IAsyncEnumerable<ContainerGroupData> ListAsync(string? resourceGroup, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (began, all) = (ledger.Now, new List<ContainerGroupData>());
        await foreach (var group in groups.ListAsync(resourceGroup, cancellationToken).ConfigureAwait(false))
        {
            all.Add(group);
            yield return group;
        }

        if (resourceGroup is not null)
            await ledger.LookedAsync(resourceGroup, began, all, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ContainerGroupData> CreateOrUpdateAsync(string resourceGroup, string name, ContainerGroupData data, WaitUntil waitUntil, CancellationToken cancellationToken = default)
    {
        await ledger.CreatingAsync(resourceGroup, name, data, cancellationToken).ConfigureAwait(false);
        try
        {
            var group = await groups.CreateOrUpdateAsync(resourceGroup, name, data, waitUntil, cancellationToken).ConfigureAwait(false);
            ledger.Answered(resourceGroup, name, accepted: true);
            return group;
        }
        // Any other failure leaves open what became of the request; the next look tells.
        catch (RequestFailedException refused) when (refused.Status is >= 400 and < 500 and not 408)
        {
            ledger.Answered(resourceGroup, name, accepted: false);
            throw;
        }
    }

    public Task<ContainerGroupData> UpdateTagsAsync(string resourceGroup, string name, IDictionary<string, string> tags, CancellationToken cancellationToken = default) =>
        groups.UpdateTagsAsync(resourceGroup, name, tags, cancellationToken);

    public async Task DeleteAsync(string resourceGroup, string name, WaitUntil waitUntil, CancellationToken cancellationToken = default)
    {
        await ledger.DeletingAsync(resourceGroup, name, cancellationToken).ConfigureAwait(false);
        await groups.DeleteAsync(resourceGroup, name, waitUntil, cancellationToken).ConfigureAwait(false);
        await ledger.DeletedAsync(resourceGroup, name, cancellationToken).ConfigureAwait(false);
    }

    public Task<string> GetLogsAsync(string resourceGroup, string name, string container, int? tail, bool timestamps, CancellationToken cancellationToken = default) =>
        groups.GetLogsAsync(resourceGroup, name, container, tail, timestamps, cancellationToken);

    public Task<ContainerExecResult> ExecuteCommandAsync(string resourceGroup, string name, string container, ContainerExecContent content, CancellationToken cancellationToken = default) =>
        groups.ExecuteCommandAsync(resourceGroup, name, container, content, cancellationToken);

    public Task<IReadOnlyDictionary<string, IReadOnlyList<ContainerUsageMinute>>> GetUsageAsync(
        string resourceGroup, string name, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        groups.GetUsageAsync(resourceGroup, name, from, to, cancellationToken);

    public Task<ContainerExecResult> AttachAsync(string resourceGroup, string name, string container, CancellationToken cancellationToken = default) =>
        groups.AttachAsync(resourceGroup, name, container, cancellationToken);
}
