using System.Net;
using System.Text.RegularExpressions;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>
/// Containers whose removal was cut off: a Podman service that is killed in the middle leaves one in its books with no storage behind it, and from then on refuses each question that touches it
/// ("container not known"). Removed once more, it is gone.
/// </summary>
internal static partial class HalfRemoved
{
    private const int Most = 64;

    /// <summary>Asks; where a half-removed container is in the way, finishes its removal and asks again.</summary>
    public static async Task<T> FinishAsync<T>(IDockerClient client, Func<Task<T>> ask)
    {
        for (var found = 1; ; found++)
        {
            try
            {
                return await ask();
            }
            catch (DockerApiException e) when (found <= Most && IdOf(e) is { } id)
            {
                try
                {
                    await client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
                }
                catch (DockerContainerNotFoundException)
                {
                    // Its removal was under way, and has ended.
                }
            }
        }
    }

    private static string? IdOf(DockerApiException e) =>
        e.StatusCode == HttpStatusCode.InternalServerError && Complaint().Match(EngineMessage.Of(e)) is { Success: true } match ? match.Groups["id"].Value : null;

    [GeneratedRegex("^getting container from store \"(?<id>[0-9a-f]{64})\": container not known$")]
    private static partial Regex Complaint();
}
