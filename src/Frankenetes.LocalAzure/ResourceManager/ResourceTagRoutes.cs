namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>Microsoft.Resources/tags/default of any resource: what the .NET SDK's AddTag asks for.</summary>
internal sealed class ResourceTagRoutes(IReadOnlyList<IResourceProvider> providers, ResourceIds ids)
{
    private const string Path = "/subscriptions/{subscription}/resourceGroups/{group}/providers/{space}/{type}/{name}/providers/Microsoft.Resources/tags/default";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (string group, string space, string type, string name) => View(Find(group, space, type, name)));
        routes.MapMethods(Path, ["PATCH", "PUT"], ChangeAsync);
    }

    private async Task<IResult> ChangeAsync(HttpContext context, string group, string space, string type, string name)
    {
        var body = await ArmJson.ReadAsync<TagsBody>(context);
        var entry = Find(group, space, type, name);
        var given = Tags.Checked(body.Properties?.Tags);
        var tags = (HttpMethods.IsPut(context.Request.Method) ? "replace" : body.Operation?.ToLowerInvariant()) switch
        {
            "replace" => given,
            "merge" => entry.Tags.Where(t => !given.ContainsKey(t.Key)).Concat(given).ToDictionary(),
            "delete" => entry.Tags.Where(t => !given.ContainsKey(t.Key)).ToDictionary(),
            _ => throw ArmErrors.InvalidRequestContent("operation must be Replace, Merge or Delete."),
        };
        foreach (var provider in providers)
        {
            if (provider.TrySetTags(entry.Id, Tags.Checked(tags)))
                break;
        }

        return View(entry with { Tags = tags });
    }

    private ResourceEntry Find(string group, string space, string type, string name)
    {
        var id = $"{ids.ResourceGroup(group)}/providers/{space}/{type}/{name}";
        return providers.SelectMany(p => p.Resources).FirstOrDefault(r => r.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
            ?? throw ArmErrors.ResourceNotFound($"{space}/{type}", name, group);
    }

    private static IResult View(ResourceEntry entry) => Results.Json(
        new { id = $"{entry.Id}/providers/Microsoft.Resources/tags/default", name = "default", type = "Microsoft.Resources/tags", properties = new { tags = entry.Tags } }, ArmJson.Options);

    private sealed record TagsBody(string? Operation, TagsProperties? Properties);

    private sealed record TagsProperties(Dictionary<string, string>? Tags);
}
