using System.Text.RegularExpressions;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ManagedIdentity;

/// <summary>Microsoft.ManagedIdentity/userAssignedIdentities 2023-01-31: create, read, tag, list, delete.</summary>
internal sealed partial class UserAssignedIdentityRoutes(UserAssignedIdentities identities, ResourceGroups resourceGroups, Instance instance, TimeProvider time)
{
    private const string Path = "/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/subscriptions/{subscription}/providers/Microsoft.ManagedIdentity/userAssignedIdentities", (HttpContext context) => List(context, null));
        routes.MapGet(Path, (HttpContext context, string resourceGroup) => List(context, resourceGroups.Get(resourceGroup).Name));
        routes.MapPut(Path + "/{name}", PutAsync);
        routes.MapGet(Path + "/{name}", (string resourceGroup, string name) => Results.Json(View(Get(resourceGroup, name)), ArmJson.Options));
        routes.MapPatch(Path + "/{name}", PatchAsync);
        routes.MapDelete(Path + "/{name}", Delete);
    }

    private IResult List(HttpContext context, string? resourceGroup) =>
        ArmList.Page(context, identities.All.Where(i => resourceGroup is null || i.ResourceGroup == resourceGroup).Select(View));

    private async Task<IResult> PutAsync(HttpContext context, string resourceGroup, string name)
    {
        var parent = resourceGroups.GetOpen(resourceGroup);
        var body = await ArmJson.ReadAsync<IdentityBody>(context);
        if (!Name().IsMatch(name))
            throw ArmErrors.InvalidIdentityName(name);
        var location = Locations.Normalize(body.Location ?? throw ArmErrors.LocationRequired());
        if (!Locations.IsKnown(location))
            throw ArmErrors.LocationNotAvailable(location);
        var isNew = identities.Find(parent.Name, name) is null;
        var kept = identities.Put(parent.Name, name, existing =>
            existing is not null && existing.Location != location ? throw ArmErrors.InvalidResourceLocation(name, existing.Location)
            : (existing ?? new UserAssignedIdentity { ResourceGroup = parent.Name, Name = name, Location = location, CreatedAt = time.GetUtcNow() }) with { Tags = Tags.Checked(body.Tags) });
        return Results.Json(View(kept), ArmJson.Options, statusCode: isNew ? 201 : 200);
    }

    private async Task<IResult> PatchAsync(HttpContext context, string resourceGroup, string name)
    {
        var body = await ArmJson.ReadAsync<IdentityBody>(context);
        var identity = Get(resourceGroup, name);
        return Results.Json(View(body.Tags is null ? identity : identities.Put(identity.ResourceGroup, identity.Name, _ => identity with { Tags = Tags.Checked(body.Tags) })), ArmJson.Options);
    }

    private IResult Delete(string resourceGroup, string name)
    {
        if (identities.Find(resourceGroups.Get(resourceGroup).Name, name) is not { } identity)
            return Results.NoContent();
        identities.Delete(identity);
        return Results.Ok();
    }

    private UserAssignedIdentity Get(string resourceGroup, string name)
    {
        var group = resourceGroups.Get(resourceGroup).Name;
        return identities.Find(group, name) ?? throw ArmErrors.ResourceNotFound(ResourceIds.UserAssignedIdentityType, name, group);
    }

    private object View(UserAssignedIdentity identity) => new
    {
        id = identities.IdOf(identity),
        name = identity.Name,
        type = ResourceIds.UserAssignedIdentityType,
        location = identity.Location,
        tags = identity.Tags,
        properties = new { tenantId = instance.TenantId, principalId = identity.PrincipalId, clientId = identity.ClientId },
    };

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{2,127}\z")]
    private static partial Regex Name();

    private sealed record IdentityBody(string? Location, Dictionary<string, string>? Tags);
}
