using Frankenetes.LocalAzure.ContainerInstance;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ManagedIdentity;

namespace Frankenetes.LocalAzure.AccessControl;

/// <summary>Whom the directory knows.</summary>
internal sealed class Principals(Instance instance, UserAssignedIdentities userAssigned, IdentityHosts hosts, ContainerGroups groups)
{
    public bool Exist(Guid id) => id == instance.ClientId
        || userAssigned.All.Any(i => i.PrincipalId == id)
        || hosts.All.Any(h => h.Identity.PrincipalId == id)
        || groups.All.Any(g => g.Record.Identity?.PrincipalId == id);
}
