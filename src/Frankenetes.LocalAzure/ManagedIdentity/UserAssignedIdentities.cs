using System.Collections.Concurrent;
using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.ManagedIdentity;

/// <summary>All user-assigned identities: Microsoft.ManagedIdentity's side of ARM's lists and deletions.</summary>
internal sealed class UserAssignedIdentities : IResourceProvider
{
    private readonly ConcurrentDictionary<string, UserAssignedIdentity> _identities = new(StringComparer.Ordinal);
    private readonly DocumentStore<UserAssignedIdentity> _store;
    private readonly ResourceIds _ids;
    private readonly Lock _gate = new();

    public UserAssignedIdentities(StateFolder state, ResourceIds ids)
    {
        (_ids, _store) = (ids, new DocumentStore<UserAssignedIdentity>(state.File("identities")));
        foreach (var identity in _store.LoadAll())
            _identities[identity.Key] = identity;
    }

    public string Namespace => "Microsoft.ManagedIdentity";

    public IReadOnlyList<string> ResourceTypes { get; } = ["userAssignedIdentities"];

    public IEnumerable<UserAssignedIdentity> All => _identities.Values.OrderBy(i => i.Key, StringComparer.Ordinal);

    public IEnumerable<ResourceEntry> Resources => All.Select(i => new ResourceEntry(
        IdOf(i), i.Name, ResourceIds.UserAssignedIdentityType, i.ResourceGroup, i.Location, i.Tags, i.CreatedAt, "Succeeded"));

    public string IdOf(UserAssignedIdentity identity) => _ids.UserAssignedIdentity(identity.ResourceGroup, identity.Name);

    public UserAssignedIdentity? Find(string resourceGroup, string name) => _identities.GetValueOrDefault(UserAssignedIdentity.KeyOf(resourceGroup, name));

    public UserAssignedIdentity? Find(string id) => All.FirstOrDefault(i => IdOf(i).Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Makes it, or changes what is told of the one that is there.</summary>
    public UserAssignedIdentity Put(string resourceGroup, string name, Func<UserAssignedIdentity?, UserAssignedIdentity> change)
    {
        lock (_gate)
        {
            var identity = change(Find(resourceGroup, name));
            _store.Save(identity.Key, identity);
            return _identities[identity.Key] = identity;
        }
    }

    /// <summary>Roles that it was given stay, as in Azure, and mean nobody.</summary>
    public void Delete(UserAssignedIdentity identity)
    {
        lock (_gate)
        {
            _store.Delete(identity.Key);
            _identities.TryRemove(identity.Key, out _);
        }
    }

    public Task DeleteAllInAsync(string resourceGroup)
    {
        foreach (var identity in All.Where(i => i.ResourceGroup.Equals(resourceGroup, StringComparison.OrdinalIgnoreCase)))
            Delete(identity);
        return Task.CompletedTask;
    }

    public bool TrySetTags(string id, IReadOnlyDictionary<string, string> tags)
    {
        if (Find(id) is not { } identity)
            return false;
        Put(identity.ResourceGroup, identity.Name, _ => identity with { Tags = new(tags) });
        return true;
    }
}
