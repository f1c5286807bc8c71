using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>All resource groups. Deleting one deletes what is in it; a deletion that a crash interrupted is resumed at start.</summary>
internal sealed partial class ResourceGroups
{
    private readonly ConcurrentDictionary<string, ResourceGroupDocument> _groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly DocumentStore<ResourceGroupDocument> _store;
    private readonly Operations _operations;
    private readonly ResourceIds _ids;
    private readonly ILogger<ResourceGroups> _logger;
    private readonly Lock _gate = new();

    public ResourceGroups(StateFolder state, Operations operations, ResourceIds ids, ILogger<ResourceGroups> logger)
    {
        (_operations, _ids, _logger) = (operations, ids, logger);
        _store = new DocumentStore<ResourceGroupDocument>(state.File("resource-groups"));
        foreach (var group in _store.LoadAll())
            _groups[group.Name] = group;
    }

    public IEnumerable<ResourceGroupDocument> All => _groups.Values.OrderBy(g => g.Name, StringComparer.OrdinalIgnoreCase);

    public static bool IsValidName(string name) => Name().IsMatch(name) && !name.EndsWith('.');

    public ResourceGroupDocument Get(string name) => _groups.GetValueOrDefault(name) ?? throw ArmErrors.ResourceGroupNotFound(name);

    /// <summary>The group, where something may be put into it.</summary>
    public ResourceGroupDocument GetOpen(string name) => Get(name) is { DeleteOperation: null } open ? open : throw ArmErrors.ResourceGroupBeingDeleted(name);

    public bool Exists(string name) => _groups.ContainsKey(name);

    /// <summary>Keeps the group as given, under the name and creation time it has when it exists.</summary>
    public (ResourceGroupDocument Group, bool IsNew) Put(ResourceGroupDocument group)
    {
        lock (_gate)
        {
            if (_groups.TryGetValue(group.Name, out var existing))
            {
                if (existing.DeleteOperation is not null)
                    throw ArmErrors.ResourceGroupBeingDeleted(group.Name);
                if (existing.Location != group.Location)
                    throw ArmErrors.InvalidResourceGroupLocation(group.Name, existing.Location);
                return (Keep(group with { Name = existing.Name, CreatedAt = existing.CreatedAt }), false);
            }

            return (Keep(group), true);
        }
    }

    /// <summary>Starts the deletion, or joins the one that runs.</summary>
    public AsyncOperation BeginDelete(string name, IEnumerable<IResourceProvider> providers)
    {
        ResourceGroupDocument group;
        lock (_gate)
        {
            group = Get(name);
            if (group.DeleteOperation is { } running && _operations.Find(running) is { EndTime: null } operation)
                return operation;
            group = Keep(group with { DeleteOperation = _operations.Begin(_ids.ResourceGroup(group.Name)).Id });
        }

        _ = Task.Run(() => DeleteAsync(group, providers));
        return _operations.Find(group.DeleteOperation!)!;
    }

    /// <summary>Goes on with the deletions that the last process did not finish.</summary>
    public void ResumeDeletions(IReadOnlyList<IResourceProvider> providers)
    {
        foreach (var group in All.Where(g => g.DeleteOperation is not null))
            _ = Task.Run(() => DeleteAsync(group, providers));
    }

    private async Task DeleteAsync(ResourceGroupDocument group, IEnumerable<IResourceProvider> providers)
    {
        try
        {
            await Task.WhenAll(providers.Select(p => p.DeleteAllInAsync(group.Name)));
            lock (_gate)
            {
                _store.Delete(Key(group.Name));
                _groups.TryRemove(group.Name, out _);
            }

            _operations.End(group.DeleteOperation);
        }
        catch (Exception e)
        {
            _logger.LogError(e, "The resource group {Group} could not be deleted", group.Name);
            lock (_gate)
                Keep(group with { DeleteOperation = null });
            _operations.End(group.DeleteOperation, new OperationError("ResourceGroupDeletionFailed", $"Deletion of resource group '{group.Name}' failed: {e.Message}"));
        }
    }

    private ResourceGroupDocument Keep(ResourceGroupDocument group)
    {
        _store.Save(Key(group.Name), group);
        return _groups[group.Name] = group;
    }

    private static string Key(string name) => name.ToLowerInvariant();

    [GeneratedRegex(@"^[A-Za-z0-9._()-]{1,90}\z")]
    private static partial Regex Name();
}
