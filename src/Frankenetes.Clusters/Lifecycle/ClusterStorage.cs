using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Makes a new cluster's resource groups and storage accounts. Whatever is there already stays.</summary>
internal sealed class ClusterStorage(AzureConnection connection, ClusterOptions options, Operation operation)
{
    private ClusterNames? _names;
    private bool _overtaken;

    /// <summary>What the resources are called; known once the name is claimed.</summary>
    public ClusterNames Names => _names ?? throw new InvalidOperationException("The name is not claimed yet.");

    /// <summary>The region of a resource group that was there already, else the one that was asked for.</summary>
    public string Location { get; private set; } = "";

    /// <summary>Makes the resource group that stands for the cluster, with a new id, or takes up the id of one that is there.</summary>
    public async Task<ClusterStorage> ClaimAsync(string name, string location, CancellationToken cancellationToken)
    {
        await operation.RunAsync([new Step("resource-group", "Making the resource group", stop => ClaimNameAsync(name, location, stop))], null, cancellationToken).ConfigureAwait(false);
        return this;
    }

    /// <summary>Makes the record account with its containers and, unless there is one, the first record.</summary>
    public async Task<ClusterHandle> MakeRecordAsync(ClusterRecord first, CancellationToken cancellationToken)
    {
        var account = await MakeAccountAsync(Names.RecordAccount, "record", cancellationToken).ConfigureAwait(false);
        var cluster = new ClusterHandle(connection, Names, await RecordAccount.OpenAsync(connection, Names.ResourceGroup, account, cancellationToken).ConfigureAwait(false), options);
        await cluster.Account.CreateContainersAsync(cancellationToken).ConfigureAwait(false);
        await cluster.Store.CreateAsync(first, cancellationToken).ConfigureAwait(false);
        await CheckStillOursAsync(cancellationToken).ConfigureAwait(false);
        return cluster;
    }

    /// <summary>Makes the accounts and shares of the agents and uploads them.</summary>
    public Task<AgentInShare> UploadAgentAsync(CancellationToken cancellationToken) =>
        new AgentShare(connection, Names).EnsureAsync(options, Location, cancellationToken);

    /// <summary>Makes the pods' resource group.</summary>
    public async Task MakePodGroupAsync(CancellationToken cancellationToken)
    {
        var there = await connection.ResourceGroups.GetAsync(Names.PodResourceGroup, cancellationToken).ConfigureAwait(false);
        if (there is not null && !ClusterTags.AreOf(there.Tags, Names.Id))
            throw NotOurs(Names.PodResourceGroup);
        if (there is null)
        {
            var group = new ResourceGroupData(Location) { Tags = ClusterTags.Of(Names, ClusterTags.PodsRole) };
            await connection.ResourceGroups.CreateOrUpdateAsync(Names.PodResourceGroup, group, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Where another session claimed the name after us: deletes our accounts, which are named after an id that stands nowhere.</summary>
    public async Task WithdrawIfOvertakenAsync()
    {
        if (_overtaken)
            await Task.WhenAll(new[] { Names.RecordAccount, Names.AgentAccount, Names.DataAccount }.Select(account => connection.StorageAccounts.DeleteAsync(Names.ResourceGroup, account))).ConfigureAwait(false);
    }

    private async Task ClaimNameAsync(string name, string location, CancellationToken cancellationToken)
    {
        var group = await connection.ResourceGroups.GetAsync(name, cancellationToken).ConfigureAwait(false);
        if (group is null)
        {
            var names = new ClusterNames(name, Guid.NewGuid());
            group = new ResourceGroupData(location) { Tags = ClusterTags.Of(names, ClusterTags.ClusterRole) };
            group = await connection.ResourceGroups.CreateOrUpdateAsync(name, group, cancellationToken).ConfigureAwait(false);
        }

        var id = ClusterTags.IdOf(group.Tags) ?? throw NotOurs(name);
        (_names, Location) = (new ClusterNames(name, id), group.Location);
    }

    private Task<StorageAccountData> MakeAccountAsync(string name, string role, CancellationToken cancellationToken) =>
        connection.StorageAccounts.CreateAsync(Names.ResourceGroup, name, new StorageAccountData(Location) { Tags = ClusterTags.Of(Names, role) }, cancellationToken);

    // Resource Manager has no "create only if absent": of two sessions that claim one name at the same moment, the last one's id stands.
    private async Task CheckStillOursAsync(CancellationToken cancellationToken)
    {
        var group = await connection.ResourceGroups.GetAsync(Names.ResourceGroup, cancellationToken).ConfigureAwait(false);
        _overtaken = group is null || !ClusterTags.AreOf(group.Tags, Names.Id);
        if (_overtaken)
            throw new FrankenetesException(ErrorCatalog.ClusterBusy, $"Another session is making cluster '{Names.Cluster}'.", Names.Cluster);
    }

    private static FrankenetesException NotOurs(string name) =>
        new(ErrorCatalog.ResourceGroupNotOurs, $"There is a resource group '{name}' that belongs to no cluster of that name.", name);
}
