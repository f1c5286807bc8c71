using Docker.DotNet;
using Docker.DotNet.Models;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>Makes sure that images are there.</summary>
internal sealed class Images(IDockerClient client)
{
    public async Task<bool> ExistsAsync(ImageReference image)
    {
        try
        {
            await client.Images.InspectImageAsync(image.ToString());
            return true;
        }
        catch (DockerImageNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Pulls an image. False when its registry does not have it, does not answer, or refuses the credentials.</summary>
    public async Task<bool> PullAsync(ImageReference image, AuthConfig? credentials, CancellationToken cancellation)
    {
        var failed = false;
        var progress = new Sink(message => failed |= message.Error is not null);
        try
        {
            await client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = image.Name, Tag = image.Tag }, credentials ?? new AuthConfig(), progress, cancellation);
        }
        catch (DockerApiException)
        {
            return false;
        }

        return !failed && await ExistsAsync(image);
    }

    private sealed class Sink(Action<JSONMessage> action) : IProgress<JSONMessage>
    {
        public void Report(JSONMessage value) => action(value);
    }
}
