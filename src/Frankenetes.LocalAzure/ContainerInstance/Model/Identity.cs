namespace Frankenetes.LocalAzure.ContainerInstance.Model;

/// <summary>The managed identities of a resource as asked for; the ids are made here. User-assigned ones are named by their resource ids.</summary>
internal sealed record Identity(string? Type, Guid? PrincipalId, Guid? TenantId, Dictionary<string, AssignedIdentity?>? UserAssignedIdentities)
{
    public bool IsSystemAssigned => Is("SystemAssigned");

    public bool IsUserAssigned => Is("UserAssigned");

    private bool Is(string kind) => Type?.Split(',', StringSplitOptions.TrimEntries).Contains(kind, StringComparer.OrdinalIgnoreCase) == true;
}
