using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.PodTranslation;

/// <summary>The managed identities of a group, as <see cref="PodAnnotations.Identity"/> and <see cref="PodAnnotations.ImagePullIdentity"/> name them.</summary>
internal static class GroupIdentity
{
    private const string System = "SystemAssigned";

    /// <summary>Null: none.</summary>
    public static ManagedServiceIdentity? Of(PodAnnotations annotations)
    {
        var named = (annotations[PodAnnotations.Identity] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var isSystem = named.Contains(System, StringComparer.OrdinalIgnoreCase);
        // An identity that pulls has to be the group's as well.
        var users = named.Where(id => id.StartsWith('/')).Concat(annotations[PodAnnotations.ImagePullIdentity] is { } puller ? [puller] : []).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (!isSystem && users.Count == 0) return null;
        return new ManagedServiceIdentity
        {
            ManagedServiceIdentityType = (isSystem, users.Count > 0) switch { (true, true) => "SystemAssigned, UserAssigned", (true, false) => System, _ => "UserAssigned" },
            UserAssignedIdentities = users.Count > 0 ? users.ToDictionary(id => id, _ => new UserAssignedIdentity()) : null,
        };
    }
}
