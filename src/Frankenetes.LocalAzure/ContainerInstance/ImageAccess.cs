using Docker.DotNet.Models;
using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.Engine;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ContainerInstance;

/// <summary>Makes sure of a group's images before anything is made: one that is nowhere is the PUT's answer, as in ACI.</summary>
internal sealed class ImageAccess(Images images)
{
    /// <exception cref="ArmException">An image is neither here nor to be had.</exception>
    public Task EnsureAsync(string group, GroupProperties properties, CancellationToken cancellation)
    {
        var wanted = properties.Containers!.Concat(properties.InitContainers ?? []).Select(c => c.Properties!.Image!).Append(WellKnownImages.Pause).Distinct();
        return Task.WhenAll(wanted.Select(image => EnsureAsync(group, image, properties.ImageRegistryCredentials ?? [], cancellation)));
    }

    private async Task EnsureAsync(string group, string image, IReadOnlyList<RegistryCredential> credentials, CancellationToken cancellation)
    {
        var reference = ImageReference.Parse(image);
        if (await images.ExistsAsync(reference))
            return;
        var credential = credentials.FirstOrDefault(c => c.Server!.Split("://")[^1].TrimEnd('/').Equals(reference.Registry, StringComparison.OrdinalIgnoreCase));
        var login = credential is null ? null : new AuthConfig { Username = credential.Username, Password = credential.Password, ServerAddress = credential.Server };
        if (!await images.PullAsync(reference, login, cancellation))
            throw ArmErrors.InaccessibleImage(image, group);
    }
}
