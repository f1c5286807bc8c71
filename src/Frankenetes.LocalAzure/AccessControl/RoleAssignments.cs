using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.SignIn;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.AccessControl;

/// <summary>All role assignments, and what they allow. The local Azure's own user may do all; they go with the resource group that they hold in.</summary>
internal sealed class RoleAssignments(StateFolder state, Instance instance, ResourceIds ids) : IResourceProvider
{
    private readonly Documents<RoleAssignment> _assignments = new(state.File("role-assignments"), assignment => Key(assignment.Name));

    public string Namespace => "Microsoft.Authorization";

    public IReadOnlyList<string> ResourceTypes { get; } = ["roleAssignments", "roleDefinitions"];

    // Azure's lists of resources have none of them.
    public IEnumerable<ResourceEntry> Resources => [];

    public IEnumerable<RoleAssignment> All => _assignments.All;

    /// <summary>Whether who asks may do that there.</summary>
    public bool Allow(TokenClaims caller, string action, string scope) => IsOwner(caller) || Of(caller).Any(a => a.Covers(scope) && Role(a).Allows(action));

    /// <summary>Whether who asks may do anything at all at that scope or in it: such a caller gets the part of a list that is theirs.</summary>
    public bool AllowSomeIn(TokenClaims caller, string scope) => IsOwner(caller) || Of(caller).Any(a => RoleAssignment.IsAtOrBelow(a.Scope, scope));

    public bool IsOwner(TokenClaims caller) => caller.Oid == instance.ClientId;

    public RoleAssignment? Find(string scope, Guid name) => _assignments.Find(Key(name)) is { } found && found.Scope.Equals(scope, StringComparison.OrdinalIgnoreCase) ? found : null;

    /// <returns>Whether it is new; the same again changes nothing.</returns>
    /// <exception cref="ArmException">The name is another's, or the same is assigned under another name.</exception>
    public (RoleAssignment Assignment, bool IsNew) Put(RoleAssignment assignment)
    {
        var kept = _assignments.Put(Key(assignment.Name), existing =>
        {
            if (All.FirstOrDefault(a => IsSame(a, assignment)) is { } same)
                return same.Name == assignment.Name ? same : throw ArmErrors.RoleAssignmentExists();
            return existing is null ? assignment : throw ArmErrors.RoleAssignmentUpdateNotPermitted();
        });
        return (kept, ReferenceEquals(kept, assignment));
    }

    public void Delete(RoleAssignment assignment) => _assignments.Delete(Key(assignment.Name));

    public Task DeleteAllInAsync(string resourceGroup)
    {
        foreach (var assignment in All.Where(a => RoleAssignment.IsAtOrBelow(a.Scope, ids.ResourceGroup(resourceGroup))))
            Delete(assignment);
        return Task.CompletedTask;
    }

    public bool TrySetTags(string id, IReadOnlyDictionary<string, string> tags) => false;

    private IEnumerable<RoleAssignment> Of(TokenClaims caller) => All.Where(a => a.PrincipalId == caller.Oid);

    private static RoleDefinition Role(RoleAssignment assignment) => RoleDefinitions.All.First(r => r.Id == assignment.RoleId);

    private static bool IsSame(RoleAssignment a, RoleAssignment b) =>
        a.RoleId == b.RoleId && a.PrincipalId == b.PrincipalId && a.Scope.Equals(b.Scope, StringComparison.OrdinalIgnoreCase);

    private static string Key(Guid name) => name.ToString("D");
}
