using Docker.DotNet;
using Frankenetes.LocalAzure.AccessControl;
using Frankenetes.LocalAzure.ContainerInstance;
using Frankenetes.LocalAzure.Engine;
using Frankenetes.LocalAzure.ManagedIdentity;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.Hosting;

/// <summary>Ends LocalAzure when told, and takes everything down first when told so too.</summary>
internal sealed class ShutdownRoutes(
    ContainerGroups containerGroups, ResourceGroups resourceGroups, IReadOnlyList<IResourceProvider> providers, Operations operations, IdentityHosts identities, RoleAssignments roles,
    BridgeNetwork network, IDockerClient client, IHostApplicationLifetime lifetime)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/local-azure/shutdown", ShutdownAsync);

    /// <summary>Answers when everything that was to go has gone; the process ends right after.</summary>
    private async Task<IResult> ShutdownAsync(HttpContext context, bool removeAll = false)
    {
        if (removeAll)
            await RemoveAllAsync();
        context.Response.OnCompleted(() =>
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        });
        return Results.Ok(new { removed = removeAll });
    }

    private async Task RemoveAllAsync()
    {
        await Task.WhenAll(containerGroups.All.Select(containerGroups.DeleteAsync));
        var deletions = resourceGroups.All.Select(g => resourceGroups.BeginDelete(g.Name, providers).Id).ToList();
        foreach (var id in deletions)
            await operations.EndOfAsync(id);
        foreach (var identity in identities.All)
            identities.Delete(identity.Name);
        foreach (var assignment in roles.All)
            roles.Delete(assignment);
        await network.RemoveAsync(client);
    }
}
