using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.ManagedIdentity;

/// <summary>All user-assigned identities: Microsoft.ManagedIdentity's side of ARM's lists and deletions.</summary>
internal sealed class UserAssignedIdentities(StateFolder state, ResourceIds ids) : IResourceProvider
{
    private readonly Documents<UserAssignedIdentity> _identities = new(state.File("identities"), identity => identity.Key);

    public string Namespace => "Microsoft.ManagedIdentity";

    public IReadOnlyList<string> ResourceTypes { get; } = ["userAssignedIdentities"];

    public IEnumerable<UserAssignedIdentity> All => _identities.All;

    public IEnumerable<ResourceEntry> Resources => All.Select(i => new ResourceEntry(
        IdOf(i), i.Name, ResourceIds.UserAssignedIdentityType, i.ResourceGroup, i.Location, i.Tags, i.CreatedAt, "Succeeded"));

    public string IdOf(UserAssignedIdentity identity) => ids.UserAssignedIdentity(identity.ResourceGroup, identity.Name);

    public UserAssignedIdentity? Find(string resourceGroup, string name) => _identities.Find(UserAssignedIdentity.KeyOf(resourceGroup, name));

    public UserAssignedIdentity? Find(string id) => All.FirstOrDefault(i => IdOf(i).Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Makes it, or changes what is told of the one that is there.</summary>
    public UserAssignedIdentity Put(string resourceGroup, string name, Func<UserAssignedIdentity?, UserAssignedIdentity> change) => _identities.Put(UserAssignedIdentity.KeyOf(resourceGroup, name), change);

    /// <summary>Roles that it was given stay, as in Azure, and mean nobody.</summary>
    public void Delete(UserAssignedIdentity identity) => _identities.Delete(identity.Key);

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
