using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.SignIn;

/// <summary>How clients find the way to a cloud that they do not know: for <c>az cloud register</c> one object (2015-01-01), for ARM_CLOUD_METADATA_URL a list of clouds.</summary>
internal sealed class MetadataRoutes(Instance instance, Authorities authorities, StateFolder state)
{
    public const string Path = "/metadata/endpoints";
    public const string ListVersion = "2022-09-01";
    private const string FirstListVersion = "2019-05-01";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, (HttpContext context) =>
        string.CompareOrdinal(context.Request.Query["api-version"], FirstListVersion) < 0 ? One(context) : List(context));

    // The sign-in endpoint ends in /adfs: any other makes az ask login.microsoftonline.com first.
    private static object Authentication(string root) => new { loginEndpoint = root + "adfs", audiences = new[] { root } };

    private static string Root(HttpContext context) => $"https://{context.Request.Host}/";

    private static IResult One(HttpContext context)
    {
        var root = Root(context);
        return Results.Json(new { galleryEndpoint = root, graphEndpoint = root, portalEndpoint = root, authentication = Authentication(root) });
    }

    private IResult List(HttpContext context)
    {
        var root = Root(context);
        return Results.Json(new[]
        {
            new
            {
                name = "LocalAzure",
                resourceManager = root,
                portal = root,
                gallery = root,
                graph = root,
                authentication = Authentication(root),
                suffixes = new { storage = Authorities.StorageSuffix },
                // What local-azure.json tells its owner, without the owner's secret: groups have addresses of their own for all this.
                frankenetes = new
                {
                    resourceManagerEndpoint = root,
                    resourceManagerEndpointInGroups = InGroups(authorities.Port),
                    authority = root,
                    tenantId = instance.TenantId,
                    storageEndpointsInGroups = new { blob = InGroups(authorities.BlobPort), file = InGroups(authorities.FilePort) },
                    dnsSuffix = Authorities.DnsSuffix,
                    location = Locations.Default,
                    images = WellKnownImages.ByRole,
                    certificateAuthority = File.ReadAllText(CertificateAuthority.PathIn(state)),
                },
            },
        });
    }

    private static string InGroups(int port) => $"https://{Authorities.GroupHost}:{port}/";
}
