using System.Text.Json;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.Storage;

namespace Frankenetes.LocalAzure.StorageProvider;

/// <summary>Microsoft.Storage/storageAccounts: create, read, tag, list, delete, keys.</summary>
internal sealed class StorageAccountRoutes(StorageResources accounts, ResourceGroups resourceGroups, ResourceIds ids, Authorities authorities)
{
    private const string Subscription = "/subscriptions/{subscription}/providers/Microsoft.Storage";
    private const string Path = "/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.Storage/storageAccounts";
    private static readonly string[] Kinds = ["Storage", "StorageV2", "BlobStorage", "FileStorage", "BlockBlobStorage"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Subscription + "/storageAccounts", (HttpContext context) => List(context, null));
        routes.MapPost(Subscription + "/checkNameAvailability", (Delegate)CheckNameAsync);
        routes.MapGet(Path, (HttpContext context, string resourceGroup) => List(context, resourceGroups.Get(resourceGroup).Name));
        routes.MapPut(Path + "/{name}", PutAsync);
        routes.MapGet(Path + "/{name}", (HttpContext context, string resourceGroup, string name) => Results.Json(View(context, Get(resourceGroup, name)), ArmJson.Options));
        routes.MapPatch(Path + "/{name}", PatchAsync);
        routes.MapDelete(Path + "/{name}", Delete);
        routes.MapPost(Path + "/{name}/listKeys", (string resourceGroup, string name) => Keys(Get(resourceGroup, name).Account));
        routes.MapPost(Path + "/{name}/regenerateKey", RegenerateKeyAsync);
    }

    private IResult List(HttpContext context, string? resourceGroup) => ArmList.Page(
        context, accounts.All.Where(a => resourceGroup is null || a.Record.ResourceGroup == resourceGroup).Select(a => View(context, a)));

    private async Task<IResult> CheckNameAsync(HttpContext context)
    {
        var name = (await ArmJson.ReadAsync<NameBody>(context)).Name ?? "";
        if (!StorageAccounts.IsValidName(name))
            return Results.Json(new { nameAvailable = false, reason = "AccountNameInvalid", message = ArmErrors.InvalidStorageAccountName(name).Message });
        return accounts.IsTaken(name)
            ? Results.Json(new { nameAvailable = false, reason = "AlreadyExists", message = ArmErrors.StorageAccountTaken(name).Message })
            : Results.Json(new { nameAvailable = true });
    }

    private async Task<IResult> PutAsync(HttpContext context, string resourceGroup, string name)
    {
        var parent = resourceGroups.GetOpen(resourceGroup);
        var body = await ArmJson.ReadAsync<AccountBody>(context);
        if (!StorageAccounts.IsValidName(name))
            throw ArmErrors.InvalidStorageAccountName(name);
        var location = Locations.Normalize(body.Location ?? throw ArmErrors.LocationRequired());
        if (!Locations.IsKnown(location))
            throw ArmErrors.LocationNotAvailable(location);
        var kind = Kinds.FirstOrDefault(k => k.Equals(body.Kind ?? "StorageV2", StringComparison.OrdinalIgnoreCase)) ?? throw ArmErrors.InvalidStorageRequest($"The kind '{body.Kind}' is invalid.");
        var sku = body.Sku?.Name ?? throw ArmErrors.InvalidStorageRequest("The sku's name is required.");
        var tags = Tags.Checked(body.Tags);
        if (accounts.Find(parent.Name, name) is not { } existing)
            return Results.Json(View(context, accounts.Create(parent.Name, name, location, kind, sku, tags)), ArmJson.Options);
        if (existing.Account.Location != location || existing.Account.Kind != kind)
            throw ArmErrors.StorageAccountExists(name, existing.Account.Location);
        accounts.SetTags(name, tags);
        return Results.Json(View(context, existing), ArmJson.Options);
    }

    private async Task<IResult> PatchAsync(HttpContext context, string resourceGroup, string name)
    {
        var body = await ArmJson.ReadAsync<AccountBody>(context);
        var account = Get(resourceGroup, name);
        if (body.Tags is not null)
            accounts.SetTags(name, Tags.Checked(body.Tags));
        return Results.Json(View(context, account), ArmJson.Options);
    }

    private IResult Delete(string resourceGroup, string name)
    {
        if (accounts.Find(resourceGroups.Get(resourceGroup).Name, name) is null)
            return Results.NoContent();
        accounts.Delete(name);
        return Results.Ok();
    }

    private async Task<IResult> RegenerateKeyAsync(HttpContext context, string resourceGroup, string name)
    {
        var body = await ArmJson.ReadAsync<KeyBody>(context);
        var account = Get(resourceGroup, name).Account;
        accounts.RegenerateKey(name, body.KeyName switch { "key1" => 0, "key2" => 1, _ => throw ArmErrors.InvalidStorageRequest("keyName must be key1 or key2.") });
        return Keys(account);
    }

    private (StorageAccountRecord Record, StorageAccount Account) Get(string resourceGroup, string name)
    {
        var group = resourceGroups.Get(resourceGroup).Name;
        return accounts.Find(group, name) ?? throw ArmErrors.ResourceNotFound(ResourceIds.StorageAccountType, name, group);
    }

    private static IResult Keys(StorageAccount account) => Results.Json(new
    {
        keys = account.Keys.Select((key, index) => new { creationTime = account.CreatedAt, keyName = $"key{index + 1}", value = key, permissions = "FULL" }),
    }, ArmJson.Options);

    private object View(HttpContext context, (StorageAccountRecord Record, StorageAccount Account) account)
    {
        var (record, data) = account;
        string Endpoint(int port) => $"https://{context.Request.Host.Host}:{port}/{data.Name}/";
        return new
        {
            id = ids.StorageAccount(record.ResourceGroup, data.Name),
            name = data.Name,
            type = ResourceIds.StorageAccountType,
            kind = data.Kind,
            sku = new { name = data.Sku, tier = data.Sku.Split('_')[0] },
            location = data.Location,
            tags = data.Tags,
            properties = new
            {
                provisioningState = "Succeeded",
                creationTime = data.CreatedAt,
                primaryLocation = data.Location,
                statusOfPrimary = "available",
                supportsHttpsTrafficOnly = true,
                minimumTlsVersion = "TLS1_2",
                primaryEndpoints = new { blob = Endpoint(authorities.BlobPort), file = Endpoint(authorities.FilePort) },
            },
        };
    }

    private sealed record NameBody(string? Name, string? Type);

    private sealed record KeyBody(string? KeyName);

    private sealed record AccountBody(string? Location, string? Kind, SkuBody? Sku, Dictionary<string, string>? Tags, JsonElement? Properties);

    private sealed record SkuBody(string? Name, string? Tier);
}
