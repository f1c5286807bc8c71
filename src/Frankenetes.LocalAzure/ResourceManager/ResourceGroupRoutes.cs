using Frankenetes.LocalAzure.AccessControl;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.SignIn;

namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>Microsoft.Resources: resource groups and the generic list of what is in them.</summary>
internal sealed class ResourceGroupRoutes(ResourceGroups groups, IReadOnlyList<IResourceProvider> providers, OperationRoutes operations, ResourceIds ids, RoleAssignments roles, TimeProvider time)
{
    private const string Path = "/subscriptions/{subscription}/resourceGroups";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, List);
        routes.MapGet(Path + "/{group}", (string group) => Results.Json(View(groups.Get(group)), ArmJson.Options));
        routes.MapMethods(Path + "/{group}", ["HEAD"], (string group) => Results.StatusCode(groups.Exists(group) ? 204 : 404));
        routes.MapPut(Path + "/{group}", PutAsync);
        routes.MapPatch(Path + "/{group}", PatchAsync);
        routes.MapDelete(Path + "/{group}", Delete);
        routes.MapGet(Path + "/{group}/resources", (HttpContext context, string group) => Resources(context, groups.Get(group).Name));
        routes.MapGet("/subscriptions/{subscription}/resources", (HttpContext context) => Resources(context, null));
    }

    private IResult List(HttpContext context)
    {
        var filter = ResourceFilter.Parse(context.Request.Query["$filter"]);
        return ArmList.Page(context, groups.All.Where(g => filter.MatchesTags(g.Tags) && IsReadable(context, "Microsoft.Resources/subscriptions/resourceGroups", ids.ResourceGroup(g.Name))).Select(View));
    }

    private async Task<IResult> PutAsync(HttpContext context, string group)
    {
        var body = await ArmJson.ReadAsync<ResourceGroupBody>(context);
        if (!ResourceGroups.IsValidName(group))
            throw ArmErrors.InvalidResourceGroupName(group);
        var location = Locations.Normalize(body.Location ?? throw ArmErrors.LocationRequired());
        if (!Locations.IsKnown(location))
            throw ArmErrors.LocationNotAvailable(location);
        var (kept, isNew) = groups.Put(new ResourceGroupDocument
        {
            Name = group,
            Location = location,
            Tags = Tags.Checked(body.Tags),
            ManagedBy = body.ManagedBy,
            CreatedAt = time.GetUtcNow(),
        });
        return Results.Json(View(kept), ArmJson.Options, statusCode: isNew ? 201 : 200);
    }

    private async Task<IResult> PatchAsync(HttpContext context, string group)
    {
        var body = await ArmJson.ReadAsync<ResourceGroupBody>(context);
        var existing = groups.GetOpen(group);
        var changed = existing with { Tags = body.Tags is null ? existing.Tags : Tags.Checked(body.Tags), ManagedBy = body.ManagedBy ?? existing.ManagedBy };
        return Results.Json(View(groups.Put(changed).Group), ArmJson.Options);
    }

    private IResult Delete(HttpContext context, string group) => operations.Accepted(context, groups.BeginDelete(group, providers));

    private IResult Resources(HttpContext context, string? group)
    {
        var filter = ResourceFilter.Parse(context.Request.Query["$filter"]);
        var found = providers.SelectMany(p => p.Resources)
            .Where(r => (group is null || r.ResourceGroup.Equals(group, StringComparison.OrdinalIgnoreCase)) && filter.Matches(r) && IsReadable(context, r.Type, r.Id))
            .OrderBy(r => r.Id, StringComparer.OrdinalIgnoreCase);
        return ArmList.Page(context, found.Select(r => new
        {
            r.Id,
            r.Name,
            r.Type,
            r.Kind,
            Sku = r.Sku is null ? null : new { Name = r.Sku },
            r.Location,
            r.Tags,
            r.CreatedTime,
            ChangedTime = r.CreatedTime,
            r.ProvisioningState,
        }));
    }

    /// <summary>A list holds what the caller may read, and leaves the rest out without a word.</summary>
    private bool IsReadable(HttpContext context, string type, string id) => roles.Allow(TokenClaims.Of(context)!, $"{type}/read", id);

    private object View(ResourceGroupDocument group) => new
    {
        id = ids.ResourceGroup(group.Name),
        name = group.Name,
        type = "Microsoft.Resources/resourceGroups",
        location = group.Location,
        managedBy = group.ManagedBy,
        tags = group.Tags,
        properties = new { provisioningState = group.DeleteOperation is null ? "Succeeded" : "Deleting" },
    };

    private sealed record ResourceGroupBody(string? Location, Dictionary<string, string>? Tags, string? ManagedBy);
}
