namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>A provider of resources that live in resource groups.</summary>
internal interface IResourceProvider
{
    string Namespace { get; }

    /// <summary>Its resource types without the namespace.</summary>
    IReadOnlyList<string> ResourceTypes { get; }

    IEnumerable<ResourceEntry> Resources { get; }

    /// <summary>Deletes whatever it holds in the group. Deleting nothing succeeds.</summary>
    Task DeleteAllInAsync(string resourceGroup);

    /// <summary>Replaces the tags of the resource with this id; false when it is not one of its own.</summary>
    bool TrySetTags(string id, IReadOnlyDictionary<string, string> tags);
}
