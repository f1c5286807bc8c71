using Frankenetes.LocalAzure.AccessControl;
using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.ContainerInstance.Running;
using Frankenetes.LocalAzure.ContainerInstance.Validation;
using Frankenetes.LocalAzure.Faults;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.SignIn;

namespace Frankenetes.LocalAzure.ContainerInstance.Routes;

/// <summary>Microsoft.ContainerInstance/containerGroups: create, read, tag, delete, start, stop, restart.</summary>
internal sealed class ContainerGroupRoutes(ContainerGroups groups, ResourceGroups resourceGroups, ImageAccess images, OperationRoutes operations, RoleAssignments roles, Services services)
{
    public const string Path = "/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.ContainerInstance/containerGroups";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/subscriptions/{subscription}/providers/Microsoft.ContainerInstance/containerGroups", (HttpContext context) => List(context, null));
        routes.MapGet(Path, (HttpContext context, string resourceGroup) => List(context, resourceGroups.Get(resourceGroup).Name));
        routes.MapPut(Path + "/{name}", PutAsync);
        routes.MapGet(Path + "/{name}", (string resourceGroup, string name) => View(Find(resourceGroup, name), 200));
        routes.MapPatch(Path + "/{name}", PatchAsync);
        routes.MapDelete(Path + "/{name}", DeleteAsync);
        routes.MapPost(Path + "/{name}/start", Start);
        routes.MapPost(Path + "/{name}/stop", StopAsync);
        routes.MapPost(Path + "/{name}/restart", Restart);
        routes.MapGet(Path + "/{name}/outboundNetworkDependenciesEndpoints", (string resourceGroup, string name) =>
            Find(resourceGroup, name) is not null ? Results.Json(Array.Empty<string>()) : null);
    }

    private async Task<IResult> PutAsync(HttpContext context, string resourceGroup, string name)
    {
        var parent = resourceGroups.GetOpen(resourceGroup);
        var body = await ArmJson.ReadAsync<GroupBody>(context);
        var properties = ArmJson.Read<GroupProperties>(body.Properties ?? throw ArmErrors.InvalidRequestContent("The request body has no properties."));
        var location = LocationOf(body, parent, name);
        GroupValidator.Check(name, properties);
        if (groups.Find(parent.Name, name) is { } existing)
            GroupValidator.CheckUpdate(name, existing.Record.Properties, properties);
        CheckIdentities(TokenClaims.Of(context)!, services.Ids.ContainerGroup(parent.Name, name), body.Identity);
        services.Volumes.CheckShares(properties);
        await images.EnsureAsync(name, properties, context.RequestAborted);
        var (group, isNew) = groups.Claim(parent.Name, name, previous => Specification(parent.Name, name, location, body, properties, previous));
        operations.Announce(context, services.Operations.Find(group.Record.Operation!)!, location);
        var answer = View(group, isNew ? 201 : 200);
        group.BeginBringUp(isNew, FaultRules.FailureOf(context));
        return answer;
    }

    /// <summary>Who gives a group an identity must be allowed to: the group could do all that the identity may.</summary>
    private void CheckIdentities(TokenClaims caller, string group, Identity? identity)
    {
        const string assign = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action";
        foreach (var id in identity?.UserAssignedIdentities?.Keys.Where(id => !roles.Allow(caller, assign, id)) ?? [])
            throw ArmErrors.LinkedAuthorizationFailed(caller, $"{ResourceIds.ContainerGroupType}/write", group, assign, id);
    }

    private GroupRecord Specification(string resourceGroup, string name, string location, GroupBody body, GroupProperties properties, GroupRecord? previous)
    {
        var fqdn = DnsNames.Of(properties.IpAddress, location, resourceGroup, services.Instance, previous?.Fqdn);
        return new GroupRecord
        {
            ResourceGroup = resourceGroup,
            Name = previous?.Name ?? name,
            Location = location,
            Tags = Tags.Checked(body.Tags),
            Zones = body.Zones,
            Identity = services.Identities.Complete(body.Identity, previous?.Identity),
            Properties = properties with { InstanceView = null, ProvisioningState = null },
            CreatedAt = previous?.CreatedAt ?? services.Time.GetUtcNow(),
            Address = previous?.Fqdn == fqdn ? previous?.Address : null,
            Fqdn = fqdn,
            PauseId = previous?.PauseId,
            Events = previous?.Events ?? [],
        };
    }

    private string LocationOf(GroupBody body, ResourceGroupDocument parent, string name)
    {
        var location = Locations.Normalize(body.Location ?? parent.Location);
        if (!Locations.IsKnown(location))
            throw ArmErrors.LocationNotAvailable(location);
        return groups.Find(parent.Name, name) is { } existing && existing.Record.Location != location
            ? throw ArmErrors.InvalidResourceLocation(name, existing.Record.Location)
            : location;
    }

    private async Task<IResult> PatchAsync(HttpContext context, string resourceGroup, string name)
    {
        var body = await ArmJson.ReadAsync<GroupBody>(context);
        var group = Find(resourceGroup, name);
        if (body.Tags is not null)
        {
            var tags = Tags.Checked(body.Tags);
            group.Update(r => r with { Tags = tags });
        }

        return View(group, 200);
    }

    private async Task<IResult> DeleteAsync(HttpContext context, string resourceGroup, string name)
    {
        if (groups.Find(resourceGroups.Get(resourceGroup).Name, name) is not { } group)
            return Results.NoContent();
        if (FaultRules.FailureOf(context) is { } failure)
        {
            var operation = services.Operations.Begin(group.Id);
            services.Operations.End(operation.Id, failure);
            operations.Announce(context, operation, group.Record.Location);
            return Results.StatusCode(202);
        }

        var last = GroupView.Of(group.Record, services.Ids, instanceViews: true);
        await groups.DeleteAsync(group);
        return Results.Json(last, ArmJson.Options);
    }

    private IResult Start(HttpContext context, string resourceGroup, string name)
    {
        var group = Claim(resourceGroup, name);
        if (group.Record.Desired == DesiredState.Running && group.Record.ProvisioningState == "Succeeded")
        {
            group.Leave();
            return Results.NoContent();
        }

        var operation = services.Operations.Begin(group.Id);
        group.Update(r => r with { Desired = DesiredState.Running, Operation = operation.Id, ProvisioningState = "Pending" });
        group.BeginBringUp(failWith: FaultRules.FailureOf(context));
        operations.Announce(context, operation, group.Record.Location);
        return Results.StatusCode(202);
    }

    private async Task<IResult> StopAsync(string resourceGroup, string name)
    {
        var group = Claim(resourceGroup, name);
        try
        {
            await group.StopAsync();
        }
        finally
        {
            group.Leave();
        }

        return Results.NoContent();
    }

    /// <summary>Answers at once; the work goes on behind it.</summary>
    private IResult Restart(string resourceGroup, string name)
    {
        var group = Claim(resourceGroup, name);
        if (group.Record.Desired == DesiredState.Stopped)
        {
            group.Leave();
            throw ArmErrors.GroupStopped(name);
        }

        group.Update(r => r with { ProvisioningState = "Pending" });
        group.BeginBringUp();
        return Results.NoContent();
    }

    private ContainerGroup Claim(string resourceGroup, string name) =>
        Find(resourceGroup, name) is var group && group.TryEnter() ? group : throw ArmErrors.GroupTransitioning(name);

    private ContainerGroup Find(string resourceGroup, string name) => groups.Get(resourceGroups.Get(resourceGroup).Name, name);

    private IResult List(HttpContext context, string? resourceGroup) => ArmList.Page(
        context,
        groups.All.Select(g => g.Record).Where(r => resourceGroup is null || r.ResourceGroup == resourceGroup).Select(r => GroupView.Of(r, services.Ids, instanceViews: false)));

    private IResult View(ContainerGroup group, int status) => Results.Json(GroupView.Of(group.Record, services.Ids, instanceViews: true), ArmJson.Options, statusCode: status);
}
