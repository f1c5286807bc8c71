using Frankenetes.LocalAzure.AccessControl;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.SignIn;

namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>The one tenant, its one subscription, the locations, and the registered providers.</summary>
internal sealed class SubscriptionRoutes(Instance instance, ResourceIds ids, IReadOnlyList<IResourceProvider> providers, RoleAssignments roles)
{
    private static readonly string[] ApiVersions = ["2023-05-01", "2022-09-01", "2021-04-01"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tenants", (HttpContext context) => ArmList.Page(context, new[] { Tenant() }));
        routes.MapGet("/subscriptions", (HttpContext context) => ArmList.Page(context, roles.AllowSomeIn(TokenClaims.Of(context)!, ids.Subscription) ? [Subscription()] : Array.Empty<object>()));
        routes.MapGet("/subscriptions/{subscription}", () => Results.Json(Subscription(), ArmJson.Options));
        routes.MapGet("/subscriptions/{subscription}/locations", (HttpContext context) => ArmList.Page(context, Locations.All.Select(Location)));
        routes.MapGet("/subscriptions/{subscription}/providers", (HttpContext context) => ArmList.Page(context, providers.Select(Provider)));
        routes.MapGet("/subscriptions/{subscription}/providers/{name}", ProviderByName);
        routes.MapPost("/subscriptions/{subscription}/providers/{name}/register", ProviderByName);
        routes.MapGet("/providers", (HttpContext context) => ArmList.Page(context, providers.Select(Provider)));
    }

    /// <summary>Refuses every subscription but ours, wherever it stands in a path.</summary>
    public Task CheckSubscription(HttpContext context, RequestDelegate next)
    {
        if (context.Request.RouteValues["subscription"] is string asked && (!Guid.TryParse(asked, out var id) || id != instance.SubscriptionId))
            throw ArmErrors.SubscriptionNotFound(asked);
        return next(context);
    }

    private object Tenant() => new { id = $"/tenants/{instance.TenantId}", tenantId = instance.TenantId, displayName = "Local Azure", countryCode = "US", tenantCategory = "Home" };

    private object Subscription() => new
    {
        id = ids.Subscription,
        subscriptionId = instance.SubscriptionId,
        tenantId = instance.TenantId,
        displayName = "Local Azure",
        state = "Enabled",
        authorizationSource = "RoleBased",
        managedByTenants = Array.Empty<object>(),
        subscriptionPolicies = new { locationPlacementId = "Internal_2014-09-01", quotaId = "Internal_2014-09-01", spendingLimit = "Off" },
    };

    private object Location((string Name, string DisplayName) location) => new
    {
        id = $"{ids.Subscription}/locations/{location.Name}",
        name = location.Name,
        displayName = location.DisplayName,
        regionalDisplayName = location.DisplayName,
        type = "Region",
        metadata = new { regionType = "Physical" },
    };

    private IResult ProviderByName(string name)
    {
        var provider = providers.FirstOrDefault(p => p.Namespace.Equals(name, StringComparison.OrdinalIgnoreCase));
        return provider is not null ? Results.Json(Provider(provider), ArmJson.Options)
            : name.Equals("Microsoft.Resources", StringComparison.OrdinalIgnoreCase) ? Results.Json(Provider("Microsoft.Resources", ["resourceGroups"]), ArmJson.Options)
            : throw ArmErrors.InvalidResourceNamespace(name);
    }

    private object Provider(IResourceProvider provider) => Provider(provider.Namespace, provider.ResourceTypes);

    private object Provider(string name, IReadOnlyList<string> types) => new
    {
        id = $"{ids.Subscription}/providers/{name}",
        @namespace = name,
        registrationPolicy = "RegistrationRequired",
        registrationState = "Registered",
        resourceTypes = types.Select(type => new
        {
            resourceType = type,
            locations = Locations.All.Select(l => l.DisplayName),
            apiVersions = ApiVersions,
            capabilities = "SupportsTags, SupportsLocation",
        }),
    };
}
