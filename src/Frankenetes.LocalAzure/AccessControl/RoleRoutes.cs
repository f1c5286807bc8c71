using System.Text.RegularExpressions;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.SignIn;

namespace Frankenetes.LocalAzure.AccessControl;

/// <summary>Microsoft.Authorization 2022-04-01: role assignments at the subscription, at a resource group, at a resource; the built-in role definitions.</summary>
internal sealed partial class RoleRoutes(RoleAssignments roles, Principals principals, ResourceGroups resourceGroups, ResourceIds ids, Instance instance, TimeProvider time)
{
    private const string Subscription = "/subscriptions/{subscription}";
    private const string Group = Subscription + "/resourceGroups/{resourceGroup}";
    private const string Space = "/providers/Microsoft.Authorization/";

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var scope in new[] { Subscription, Group, Group + "/providers/{space}/{type}/{resource}" })
        {
            routes.MapGet(scope + Space + "roleAssignments", List);
            routes.MapPut(scope + Space + "roleAssignments/{name}", PutAsync);
            routes.MapGet(scope + Space + "roleAssignments/{name}", (HttpContext context, string name) =>
                Results.Json(View(Find(context, name) ?? throw ArmErrors.RoleAssignmentNotFound(name)), ArmJson.Options));
            routes.MapDelete(scope + Space + "roleAssignments/{name}", Delete);
            routes.MapGet(scope + Space + "roleDefinitions", ListDefinitions);
            routes.MapGet(scope + Space + "roleDefinitions/{name}", (string name) => Results.Json(View(RoleDefinitions.Find(name) ?? throw ArmErrors.RoleDefinitionDoesNotExist(name)), ArmJson.Options));
        }
    }

    /// <summary>What holds at the scope, whether it was assigned there, above or, unless <c>atScope()</c> is asked for, below.</summary>
    private IResult List(HttpContext context)
    {
        var scope = ScopeOf(context);
        var filter = context.Request.Query["$filter"].ToString();
        var atScope = filter.Contains("atScope()", StringComparison.OrdinalIgnoreCase);
        var principal = PrincipalFilter().Match(filter) is { Success: true } match ? Guid.Parse(match.Groups["id"].Value) : (Guid?)null;
        if (filter.Length > 0 && !atScope && principal is null)
            throw ArmErrors.InvalidFilter(filter);
        return ArmList.Page(context, roles.All.Where(a => a.Covers(scope) || (!atScope && RoleAssignment.IsAtOrBelow(a.Scope, scope))).Where(a => principal is null || a.PrincipalId == principal).Select(View));
    }

    private async Task<IResult> PutAsync(HttpContext context, string name)
    {
        var scope = ScopeOf(context);
        var asked = (await ArmJson.ReadAsync<AssignmentBody>(context)).Properties ?? throw ArmErrors.InvalidRequestContent("The request body has no properties.");
        var caller = TokenClaims.Of(context)!;
        if (!Guid.TryParse(name, out var id))
            throw ArmErrors.InvalidRoleAssignmentId(name);
        var role = RoleDefinitions.Find(asked.RoleDefinitionId) ?? throw ArmErrors.RoleDefinitionDoesNotExist(asked.RoleDefinitionId);
        var principal = asked.PrincipalId ?? throw ArmErrors.InvalidRequestContent("The principalId is required.");
        if (!principals.Exist(principal))
            throw ArmErrors.PrincipalNotFound(principal, instance.TenantId);
        var (assignment, isNew) = roles.Put(new RoleAssignment
        {
            Name = id,
            Scope = scope,
            RoleId = role.Id,
            PrincipalId = principal,
            PrincipalType = asked.PrincipalType ?? "ServicePrincipal",
            Description = asked.Description,
            CreatedOn = time.GetUtcNow(),
            CreatedBy = caller.Oid,
        });
        return Results.Json(View(assignment), ArmJson.Options, statusCode: isNew ? 201 : 200);
    }

    private IResult Delete(HttpContext context, string name)
    {
        if (Find(context, name) is not { } assignment)
            return Results.NoContent();
        roles.Delete(assignment);
        return Results.Json(View(assignment), ArmJson.Options);
    }

    private IResult ListDefinitions(HttpContext context)
    {
        var filter = context.Request.Query["$filter"].ToString();
        var name = NameFilter().Match(filter) is { Success: true } match ? match.Groups["name"].Value : null;
        return ArmList.Page(context, RoleDefinitions.All.Where(r => name is null || r.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(View));
    }

    private RoleAssignment? Find(HttpContext context, string name) => Guid.TryParse(name, out var id) ? roles.Find(ScopeOf(context), id) : null;

    /// <summary>The id of what the address extends; a resource group must be there.</summary>
    private string ScopeOf(HttpContext context)
    {
        var values = context.Request.RouteValues;
        if (values["resourceGroup"] is not string group)
            return ids.Subscription;
        var parent = ids.ResourceGroup(resourceGroups.Get(group).Name);
        return values["resource"] is string resource ? $"{parent}/providers/{values["space"]}/{values["type"]}/{resource}" : parent;
    }

    private object View(RoleAssignment assignment) => new
    {
        id = $"{assignment.Scope}{Space}roleAssignments/{assignment.Name}",
        name = assignment.Name,
        type = "Microsoft.Authorization/roleAssignments",
        properties = new
        {
            roleDefinitionId = DefinitionId(assignment.RoleId),
            assignment.PrincipalId,
            assignment.PrincipalType,
            assignment.Scope,
            assignment.Description,
            assignment.CreatedOn,
            updatedOn = assignment.CreatedOn,
            assignment.CreatedBy,
            updatedBy = assignment.CreatedBy,
        },
    };

    private object View(RoleDefinition role) => new
    {
        id = DefinitionId(role.Id),
        name = role.Id,
        type = "Microsoft.Authorization/roleDefinitions",
        properties = new
        {
            roleName = role.Name,
            type = "BuiltInRole",
            role.Description,
            assignableScopes = new[] { "/" },
            permissions = new[] { new { role.Actions, role.NotActions, dataActions = Array.Empty<string>(), notDataActions = Array.Empty<string>() } },
        },
    };

    private string DefinitionId(Guid role) => $"{ids.Subscription}{Space}roleDefinitions/{role}";

    [GeneratedRegex(@"(principalId eq |assignedTo\()'(?<id>[0-9a-fA-F-]{36})'", RegexOptions.IgnoreCase)]
    private static partial Regex PrincipalFilter();

    [GeneratedRegex(@"roleName eq '(?<name>[^']+)'", RegexOptions.IgnoreCase)]
    private static partial Regex NameFilter();

    private sealed record AssignmentBody(AssignmentProperties? Properties);

    private sealed record AssignmentProperties(string? RoleDefinitionId, Guid? PrincipalId, string? PrincipalType, string? Description);
}
