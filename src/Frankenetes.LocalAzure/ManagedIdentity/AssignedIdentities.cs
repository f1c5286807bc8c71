using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ManagedIdentity;

/// <summary>What a resource's <c>identity</c> comes to: who its system-assigned and its user-assigned identities are.</summary>
internal sealed class AssignedIdentities(UserAssignedIdentities userAssigned, Instance instance)
{
    /// <summary>The identity with its ids. A system-assigned one that the resource had stays the same.</summary>
    /// <exception cref="ArmException">A user-assigned identity is none.</exception>
    public Identity? Complete(Identity? asked, Identity? previous) => asked is null ? null : asked with
    {
        PrincipalId = asked.IsSystemAssigned ? previous?.PrincipalId ?? Guid.NewGuid() : null,
        TenantId = asked.IsSystemAssigned ? instance.TenantId : null,
        UserAssignedIdentities = asked.IsUserAssigned ? asked.UserAssignedIdentities?.Keys.Select(Get).ToDictionary(userAssigned.IdOf, i => (AssignedIdentity?)new(i.PrincipalId, i.ClientId)) : null,
    };

    /// <summary>The identity that a request for a token names by <c>client_id</c>, <c>object_id</c> or resource id; the system-assigned one where it names none.</summary>
    /// <returns>Null where the resource has no such identity.</returns>
    public Principal? Find(Identity identity, IQueryCollection query)
    {
        var assigned = (identity.UserAssignedIdentities ?? []).Keys.Select(userAssigned.Find).OfType<UserAssignedIdentity>().ToList();
        foreach (var (name, isIt) in Selectors)
        {
            if (query[name].ToString() is { Length: > 0 } value)
                return assigned.Where(i => isIt(userAssigned.IdOf(i), i, value)).Select(i => new Principal(i.PrincipalId, i.ClientId)).FirstOrDefault();
        }

        return identity.PrincipalId is { } system ? new Principal(system, system) : assigned is [var only] ? new Principal(only.PrincipalId, only.ClientId) : null;
    }

    // The last is what App Service calls the one before it.
    private static readonly (string Name, Func<string, UserAssignedIdentity, string, bool> IsIt)[] Selectors =
    [
        ("client_id", (_, identity, value) => Guid.TryParse(value, out var id) && identity.ClientId == id),
        ("object_id", (_, identity, value) => Guid.TryParse(value, out var id) && identity.PrincipalId == id),
        ("principal_id", (_, identity, value) => Guid.TryParse(value, out var id) && identity.PrincipalId == id),
        ("msi_res_id", (id, _, value) => id.Equals(value, StringComparison.OrdinalIgnoreCase)),
        ("mi_res_id", (id, _, value) => id.Equals(value, StringComparison.OrdinalIgnoreCase)),
    ];

    private UserAssignedIdentity Get(string id) => userAssigned.Find(id) ?? throw ArmErrors.FailedIdentityOperation(id);
}
