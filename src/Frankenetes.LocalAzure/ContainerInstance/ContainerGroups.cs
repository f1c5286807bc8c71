using System.Collections.Concurrent;
using Docker.DotNet.Models;
using Frankenetes.LocalAzure.ContainerInstance.Running;
using Frankenetes.LocalAzure.Engine;
using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.ContainerInstance;

/// <summary>All container groups: Microsoft.ContainerInstance's side of ARM's lists and deletions.</summary>
internal sealed class ContainerGroups : IResourceProvider
{
    private readonly ConcurrentDictionary<string, ContainerGroup> _groups = new(StringComparer.Ordinal);
    private readonly DocumentStore<GroupRecord> _store;
    private readonly Services _services;
    private readonly Lock _names = new();

    public ContainerGroups(StateFolder state, Services services)
    {
        (_services, _store) = (services, new DocumentStore<GroupRecord>(state.File("container-groups")));
        foreach (var record in _store.LoadAll())
        {
            _groups[record.Key] = new ContainerGroup(record, services, _store);
            services.Addresses.Adopt(record.Key, record.Address);
        }
    }

    public string Namespace => "Microsoft.ContainerInstance";

    public IReadOnlyList<string> ResourceTypes { get; } = ["containerGroups", "locations", "locations/operations", "operations"];

    public IEnumerable<ContainerGroup> All => _groups.Values.OrderBy(g => g.Record.Key, StringComparer.Ordinal);

    public IEnumerable<ResourceEntry> Resources => All.Select(g => g.Record).Select(r => new ResourceEntry(
        _services.Ids.ContainerGroup(r.ResourceGroup, r.Name), r.Name, ResourceIds.ContainerGroupType, r.ResourceGroup, r.Location, r.Tags, r.CreatedAt, r.ProvisioningState));

    public ContainerGroup? Find(string resourceGroup, string name) => _groups.GetValueOrDefault(GroupRecord.KeyOf(resourceGroup, name));

    public ContainerGroup Get(string resourceGroup, string name) =>
        Find(resourceGroup, name) ?? throw ArmErrors.ResourceNotFound(ResourceIds.ContainerGroupType, name, resourceGroup);

    /// <summary>Makes the group, or gives the existing one a new specification, and claims it for the bringing up that must follow.</summary>
    /// <exception cref="ArmException">Its DNS name is another's, or something else is being done to it.</exception>
    public (ContainerGroup Group, bool IsNew) Claim(string resourceGroup, string name, Func<GroupRecord?, GroupRecord> specification)
    {
        lock (_names)
        {
            var existing = Find(resourceGroup, name);
            var record = specification(existing?.Record);
            if (record.Fqdn is { } fqdn && All.Any(g => g != existing && g.Record.Fqdn == fqdn))
                throw ArmErrors.DnsNameLabelTaken(record.Properties.IpAddress!.DnsNameLabel!, name);
            if (existing is not null && !existing.TryEnter())
                throw ArmErrors.GroupTransitioning(name);
            record = record with { Operation = _services.Operations.Begin(_services.Ids.ContainerGroup(record.ResourceGroup, record.Name)).Id };
            if (existing is not null)
            {
                existing.Update(_ => record);
                return (existing, false);
            }

            var group = new ContainerGroup(record, _services, _store);
            group.TryEnter();
            group.Update(r => r);
            _groups[record.Key] = group;
            return (group, true);
        }
    }

    /// <summary>Takes the group down and forgets it. Waits when someone else is doing it.</summary>
    public async Task DeleteAsync(ContainerGroup group)
    {
        await group.DeleteAsync();
        _groups.TryRemove(new KeyValuePair<string, ContainerGroup>(group.Record.Key, group));
    }

    public Task DeleteAllInAsync(string resourceGroup) =>
        Task.WhenAll(All.Where(g => g.Record.ResourceGroup.Equals(resourceGroup, StringComparison.OrdinalIgnoreCase)).Select(DeleteAsync));

    public bool TrySetTags(string id, IReadOnlyDictionary<string, string> tags)
    {
        var group = All.FirstOrDefault(g => g.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
        group?.Update(r => r with { Tags = new(tags) });
        return group is not null;
    }

    /// <summary>Goes on with every group from where the last process left it, and removes containers of ours that belong to none.</summary>
    public async Task ResumeAsync()
    {
        var containers = await _services.Containers.ListAsync();
        var groups = All.ToList();
        var known = groups.Select(g => g.Id).ToHashSet(StringComparer.Ordinal);
        await Task.WhenAll(containers.Where(c => !known.Contains(GroupOf(c))).Select(c => _services.Containers.RemoveAsync(c.ID)));
        foreach (var group in groups)
        {
            if (!group.TryEnter())
                continue;
            _ = ResumeAsync(group, [.. containers.Where(c => GroupOf(c) == group.Id).Select(c => new EngineContainer(c.ID, c.State == "running"))]);
        }
    }

    private async Task ResumeAsync(ContainerGroup group, IReadOnlyList<EngineContainer> containers)
    {
        try
        {
            if (group.Record.Desired == DesiredState.Deleted)
                group.Leave();
            else
                await group.ResumeAsync(containers);
        }
        catch (Exception e)
        {
            _services.Logger.LogError(e, "The container group {Group} could not be resumed", group.Record.Name);
        }

        if (group.Record.Desired == DesiredState.Deleted)
            await DeleteAsync(group);
    }

    private static string GroupOf(ContainerListResponse container) => container.Labels.TryGetValue(Containers.GroupLabel, out var id) ? id : "";
}
