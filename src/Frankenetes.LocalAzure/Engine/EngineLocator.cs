using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>Finds a container engine: the one asked for, else a Podman service of our own, else Docker's.</summary>
internal static class EngineLocator
{
    private const string DockerSocket = "/var/run/docker.sock";

    /// <exception cref="StartupException">There is none (exit code 3).</exception>
    public static async Task<EngineEndpoint> FindAsync(StartOptions options, StateFolder state, ILoggerFactory loggers)
    {
        if (options.Engine is { } asked)
            return new EngineEndpoint(asked);
        if (Environment.GetEnvironmentVariable("FRANKENETES_ENGINE") is { Length: > 0 } named)
            return new EngineEndpoint(Parse("FRANKENETES_ENGINE", named));
        if (Executables.Find("podman") is { } podman)
        {
            var service = await PodmanService.StartAsync(podman, state, loggers.CreateLogger<PodmanService>());
            return new EngineEndpoint(service.Endpoint, service);
        }

        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } docker)
            return new EngineEndpoint(Parse("DOCKER_HOST", docker));
        return File.Exists(DockerSocket)
            ? new EngineEndpoint(new Uri("unix://" + DockerSocket))
            : throw StartupException.EngineMissing(
                "No container engine found. Install Podman (Debian, Ubuntu: apt-get install podman runc netavark aardvark-dns), or name one with --engine unix:///path.sock or FRANKENETES_ENGINE.");
    }

    private static Uri Parse(string variable, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) ? uri : throw StartupException.EngineMissing($"{variable} is '{value}', which is no endpoint such as unix:///path.sock.");
}
