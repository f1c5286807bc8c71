using Frankenetes.LocalAzure.SignIn;

namespace Frankenetes.LocalAzure.ResourceManager;

/// <content>The errors of Microsoft.Authorization.</content>
internal static partial class ArmErrors
{
    public static ArmException AuthorizationFailed(TokenClaims caller, string action, string scope) => new(403, "AuthorizationFailed",
        $"The client '{caller.Appid}' with object id '{caller.Oid}' does not have authorization to perform action '{action}' over scope '{scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.");

    public static ArmException LinkedAuthorizationFailed(TokenClaims caller, string action, string scope, string linkedAction, string linkedScope) => new(403, "LinkedAuthorizationFailed",
        $"The client '{caller.Appid}' with object id '{caller.Oid}' has permission to perform action '{action}' on scope '{scope}'; however, it does not have permission to perform action(s) '{linkedAction}' on the linked scope(s) '{linkedScope}' (respectively) or the linked scope(s) are invalid.");

    public static ArmException OwnersAlone(string path) => new(403, "AuthorizationFailed", $"'{path}' is the local Azure's own and its user's alone. Use the credential of local-azure.json.");

    public static ArmException PrincipalNotFound(Guid principal, Guid tenant) => new(400, "PrincipalNotFound",
        $"Principal {principal:N} does not exist in the directory {tenant}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. "
        + "In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group. See https://aka.ms/docs-principaltype");

    public static ArmException RoleDefinitionDoesNotExist(string? id) => new(404, "RoleDefinitionDoesNotExist", $"The specified role definition with ID '{id?.Split('/')[^1]}' does not exist.");

    public static ArmException RoleAssignmentExists() => new(409, "RoleAssignmentExists", "The role assignment already exists.");

    public static ArmException RoleAssignmentUpdateNotPermitted() => new(409, "RoleAssignmentUpdateNotPermitted", "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.");

    public static ArmException RoleAssignmentNotFound(string name) => new(404, "RoleAssignmentNotFound", $"The role assignment '{name}' is not found.");

    public static ArmException InvalidRoleAssignmentId(string name) => new(400, "InvalidRoleAssignmentId", $"The role assignment ID '{name}' is not valid. The role assignment ID must be a GUID.");
}
