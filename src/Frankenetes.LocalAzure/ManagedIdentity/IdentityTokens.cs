using System.Globalization;
using Frankenetes.LocalAzure.ContainerInstance;
using Frankenetes.LocalAzure.ContainerInstance.Running;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.SignIn;

namespace Frankenetes.LocalAzure.ManagedIdentity;

/// <summary>
/// Tokens for who has a managed identity: of programs outside in the form of App Service and Automation (api-version 2019-08-01), of container groups in the form of the instance metadata service
/// (2018-02-01), which knows a group by the address that it calls from.
/// </summary>
internal sealed class IdentityTokens(IdentityHosts hosts, ContainerGroups groups, AssignedIdentities identities, Authorities authorities, Instance instance, TokenSigner signer)
{
    public const string Path = "/msi/token";
    private const string MetadataPath = "/metadata/identity/oauth2/token";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, OfHost);

    /// <summary>All that the metadata service's own address serves here.</summary>
    public Task ServeMetadataAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var request = context.Request;
        var answer = request.Path != MetadataPath || !HttpMethods.IsGet(request.Method) ? Refused(404, "not_found", "There is nothing at this address.")
            // What keeps a web page or a redirected request from asking.
            : request.Headers["Metadata"] != "true" ? Refused(400, "bad_request_102", "Required metadata header not specified")
            : Missing(request) is { } parameter ? Refused(400, "invalid_request", $"Required query variable '{parameter}' is missing")
            : OfGroup(context) is { Identity: { } identity } && identities.Find(identity, request.Query) is { } principal
                ? Token(context, principal, $"https://{Authorities.GroupHost}:{authorities.Port}", metadata: true)
            : Refused(400, "invalid_request", "Identity not found");
        return answer.ExecuteAsync(context);
    }

    private IResult OfHost(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (hosts.FindByHeader(context.Request.Headers["X-IDENTITY-HEADER"].ToString()) is not { } host)
            return Failed(401, "The header X-IDENTITY-HEADER is missing, or its value is not that of IDENTITY_HEADER.");
        if (Missing(context.Request) is { } parameter)
            return Failed(400, $"The parameter {parameter} is missing.");
        return identities.Find(host.Identity, context.Request.Query) is { } principal
            ? Token(context, principal, $"https://{context.Request.Host}", metadata: false)
            : Failed(400, "No Managed Identity found for specified ClientId/ResourceId/PrincipalId.");
    }

    private GroupRecord? OfGroup(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress?.MapToIPv4().ToString();
        return groups.All.Select(g => g.Record).FirstOrDefault(r => r.Address == address);
    }

    private static string? Missing(HttpRequest request) => Array.Find(["api-version", "resource"], name => request.Query[name].ToString().Length == 0);

    private IResult Token(HttpContext context, Principal principal, string root, bool metadata)
    {
        var resource = context.Request.Query["resource"].ToString();
        var (token, issued, expires) = signer.Issue($"{root}/{instance.TenantId}", resource, instance.TenantId, principal);
        // Every number is text here, as in Azure.
        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
        var answer = new Dictionary<string, string>
        {
            ["access_token"] = token,
            ["client_id"] = principal.ClientId.ToString(),
            ["expires_on"] = Text(expires),
            ["not_before"] = Text(issued),
            ["resource"] = resource,
            ["token_type"] = "Bearer",
        };
        if (metadata)
            answer["expires_in"] = answer["ext_expires_in"] = Text(expires - issued);
        return Results.Json(answer);
    }

    private static IResult Failed(int status, string message) => Results.Json(new { statusCode = status, message }, statusCode: status);

    private static IResult Refused(int status, string error, string description) => Results.Json(new { error, error_description = description }, statusCode: status);
}
