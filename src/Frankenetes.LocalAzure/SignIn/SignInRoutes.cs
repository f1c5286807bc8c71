using System.Security.Cryptography;
using System.Text;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ManagedIdentity;

namespace Frankenetes.LocalAzure.SignIn;

/// <summary>OAuth 2 client credentials, as Microsoft Entra and AD FS serve them, and the document that tells where.</summary>
internal sealed class SignInRoutes(Instance instance, TokenSigner signer)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/{tenant}/.well-known/openid-configuration", Configuration);
        routes.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", Configuration);
        routes.MapGet("/{tenant}/discovery/keys", () => Results.Json(new { keys = new[] { signer.PublicKey() } }));
        routes.MapGet("/{tenant}/discovery/v2.0/keys", () => Results.Json(new { keys = new[] { signer.PublicKey() } }));
        routes.MapPost("/{tenant}/oauth2/token", TokenAsync);
        routes.MapPost("/{tenant}/oauth2/v2.0/token", TokenAsync);
    }

    private static string Root(HttpContext context) => $"https://{context.Request.Host}";

    private IResult Configuration(HttpContext context, string tenant)
    {
        if (!IsOurs(tenant))
            return UnknownTenant(tenant);
        var root = $"{Root(context)}/{tenant}";
        var version = tenant.Equals("adfs", StringComparison.OrdinalIgnoreCase) ? "oauth2" : "oauth2/v2.0";
        return Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = root,
            ["authorization_endpoint"] = $"{root}/{version}/authorize",
            ["token_endpoint"] = $"{root}/{version}/token",
            ["jwks_uri"] = $"{root}/discovery/keys",
            ["response_types_supported"] = new[] { "token" },
            ["subject_types_supported"] = new[] { "public" },
            ["grant_types_supported"] = new[] { "client_credentials" },
            ["id_token_signing_alg_values_supported"] = new[] { "ES256" },
            ["token_endpoint_auth_methods_supported"] = new[] { "client_secret_post" },
        });
    }

    private async Task<IResult> TokenAsync(HttpContext context, string tenant)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!IsOurs(tenant))
            return UnknownTenant(tenant);
        if (!context.Request.HasFormContentType)
            return Error(400, "invalid_request", "AADSTS900144: The request body must contain the following parameter: 'grant_type'.");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["grant_type"] != "client_credentials")
            return Error(400, "unsupported_grant_type", "AADSTS70003: Only the grant type 'client_credentials' is served here.");
        if (!Guid.TryParse(form["client_id"], out var client) || client != instance.ClientId)
            return Error(400, "unauthorized_client", "AADSTS700016: The application was not found in this tenant. Check the client id.");
        if (!SameSecret(form["client_secret"].ToString()))
            return Error(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
        var (token, _, _) = signer.Issue($"{Root(context)}/{tenant}", Audience(form["scope"].ToString(), form["resource"].ToString()), instance.TenantId, new Principal(client, client));
        var seconds = (int)TokenSigner.Lifetime.TotalSeconds;
        return Results.Json(new { token_type = "Bearer", expires_in = seconds, ext_expires_in = seconds, access_token = token });
    }

    /// <summary>The scope without its "/.default"; clients ask for more audiences than the endpoint they were given, so any is served and ARM decides.</summary>
    private static string Audience(string scope, string resource)
    {
        var first = scope.Split(' ')[0];
        return first.EndsWith("/.default", StringComparison.OrdinalIgnoreCase) ? first[..^"/.default".Length] : resource.Length > 0 ? resource : first;
    }

    private bool IsOurs(string tenant) =>
        tenant.Equals("adfs", StringComparison.OrdinalIgnoreCase) || (Guid.TryParse(tenant, out var id) && id == instance.TenantId);

    private bool SameSecret(string given) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(instance.ClientSecret)));

    private static IResult UnknownTenant(string tenant) =>
        Error(400, "invalid_request", $"AADSTS90002: Tenant '{tenant}' not found. Use the tenant id of local-azure.json, or 'adfs'.");

    private static IResult Error(int status, string error, string description) =>
        Results.Json(new { error, error_description = description }, statusCode: status);
}
