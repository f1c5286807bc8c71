using System.Text.RegularExpressions;
using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.SignIn;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.ManagedIdentity;

/// <summary>Gives programs of this machine identities: no part of Azure's surface, and the owner's alone.</summary>
internal sealed partial class IdentityHostRoutes(IdentityHosts hosts, AssignedIdentities identities, Authorities authorities, StateFolder state)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/local-azure/hosts/{name}", PutAsync);
        routes.MapDelete("/local-azure/hosts/{name}", (string name) =>
        {
            hosts.Delete(name);
            return Results.NoContent();
        });
    }

    private async Task<IResult> PutAsync(HttpContext context, string name)
    {
        var body = await ArmJson.ReadAsync<HostBody>(context);
        if (!Name().IsMatch(name))
            throw ArmErrors.InvalidHostName(name);
        var asked = body.Identity ?? new Identity("SystemAssigned", null, null, null);
        var host = hosts.Put(name, existing => existing is null
            ? new IdentityHost { Name = name, Identity = identities.Complete(asked, null)! }
            : existing with { Identity = identities.Complete(asked, existing.Identity)! });
        return Results.Json(new { host.Name, host.Identity, Variables = Variables(host) }, ArmJson.Options);
    }

    /// <summary>What a program finds in its environment: what Azure gives it, and what az and others take as the way to a cloud that is not Azure's own.</summary>
    private Dictionary<string, string> Variables(IdentityHost host)
    {
        var root = $"https://127.0.0.1:{authorities.Port}";
        return new()
        {
            ["IDENTITY_ENDPOINT"] = $"{root}{IdentityTokens.Path}",
            ["IDENTITY_HEADER"] = host.Header,
            ["ARM_CLOUD_METADATA_URL"] = $"{root}{MetadataRoutes.Path}?api-version={MetadataRoutes.ListVersion}",
            ["SSL_CERT_FILE"] = CertificateAuthority.PathIn(state),
        };
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,50}\z")]
    private static partial Regex Name();

    private sealed record HostBody(Identity? Identity);
}
