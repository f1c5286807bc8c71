using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.SignIn;

namespace Frankenetes.LocalAzure.AccessControl;

/// <summary>Lets nobody do what no role allows.</summary>
internal sealed class AccessGate(RequestDelegate next, RoleAssignments roles)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (TokenClaims.Of(context) is not { } caller || roles.IsOwner(caller) || IsEverybodys(context.Request))
            return next(context);
        var path = context.Request.Path.Value!;
        if (!context.Request.Path.StartsWithSegments("/subscriptions", StringComparison.OrdinalIgnoreCase))
            throw ArmErrors.OwnersAlone(path);
        var action = ArmAction.Of(context.Request.Method, path);
        return roles.Allow(caller, action.Name, action.Scope) || (IsSifted(context.Request) && roles.AllowSomeIn(caller, action.Scope))
            ? next(context)
            : throw ArmErrors.AuthorizationFailed(caller, action.Name, action.Scope);
    }

    /// <summary>What says nothing that a role could be needed for: who one is, how far one's own operation is, how an image is run.</summary>
    private static bool IsEverybodys(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Path.Value!.ToLowerInvariant().Split('/', StringSplitOptions.RemoveEmptyEntries)
        is [_] or ["local-azure", "images", ..] or ["subscriptions", _, "operationresults", _] or ["subscriptions", _, "providers", _, "locations", _, "operations", _];

    /// <summary>Lists of the subscription out of which their routes answer what the caller may read.</summary>
    private static bool IsSifted(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.Value!.ToLowerInvariant().Split('/', StringSplitOptions.RemoveEmptyEntries) is ["subscriptions", _, "resourcegroups" or "resources"];
}
