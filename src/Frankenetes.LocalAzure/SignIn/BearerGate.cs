using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.SignIn;

/// <summary>Lets nothing through to ARM without a token of ours; sign-in and its metadata are the only addresses open to all.</summary>
internal sealed class BearerGate(RequestDelegate next, TokenSigner signer, Instance instance)
{
    private static readonly string[] Guarded = ["/subscriptions", "/tenants", "/providers", "/local-azure"];

    public Task InvokeAsync(HttpContext context)
    {
        if (!Array.Exists(Guarded, prefix => context.Request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase)))
            return next(context);
        var header = context.Request.Headers.Authorization.ToString();
        const string scheme = "Bearer ";
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return RefuseAsync(context, ArmErrors.AuthenticationFailedMissingToken());
        var claims = signer.Verify(header[scheme.Length..].Trim());
        if (claims is null)
            return RefuseAsync(context, ArmErrors.InvalidAuthenticationToken());
        if (claims.Tid != instance.TenantId || !IsAccepted(claims.Aud, context.Request.Host))
            return RefuseAsync(context, ArmErrors.InvalidAuthenticationTokenAudience());
        context.Items[typeof(TokenClaims)] = claims;
        return next(context);
    }

    /// <summary>Our own endpoint under any of its names, and the two of public Azure that SDKs ask for whatever endpoint they were given.</summary>
    private static bool IsAccepted(string audience, HostString host)
    {
        if (!Uri.TryCreate(audience, UriKind.Absolute, out var uri))
            return false;
        return uri.Host is "management.azure.com" or "management.core.windows.net" or "127.0.0.1" or "localhost"
            || uri.Host.Equals(Authorities.GroupHost, StringComparison.OrdinalIgnoreCase) || uri.Host == host.Host;
    }

    private Task RefuseAsync(HttpContext context, ArmException error)
    {
        context.Response.Headers.WWWAuthenticate =
            $"Bearer authorization_uri=\"https://{context.Request.Host}/{instance.TenantId}\", error=\"invalid_token\", error_description=\"{error.Message}\"";
        return error.WriteAsync(context);
    }
}
