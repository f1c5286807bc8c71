using Docker.DotNet;
using Docker.DotNet.Handler.Abstractions;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>
/// <c>--without-containers</c>: an engine that runs nothing and says that everything runs. For measurements of ARM's side with more groups than a machine can run; never chosen by itself, and said in the log,
/// in local-azure.json and by Get-FrankenetesLocalAzure.
/// </summary>
internal static class Containerless
{
    /// <summary>Where the engine would answer.</summary>
    public static Uri Address { get; } = new("none://without-containers");

    /// <summary>Whether this start is one without containers: when told so, and as long as the folder holds groups of an earlier such start.</summary>
    /// <exception cref="StartupException">The folder holds groups that have containers (exit code 6).</exception>
    public static bool Choose(StartOptions options, Instance instance, StateFolder state)
    {
        var holdsGroups = Directory.Exists(state.File("container-groups")) && Directory.EnumerateFiles(state.File("container-groups"), "*.json").Any();
        return options.WithoutContainers && holdsGroups && !instance.WithoutContainers
            ? throw StartupException.HoldsContainers(state.Root)
            : options.WithoutContainers || (holdsGroups && instance.WithoutContainers);
    }

    public static void Warn(ILogger logger) => logger.LogWarning(
        "WITHOUT CONTAINERS (--without-containers): nothing runs here. Container groups are only said to run; this is for measuring, not for using.");

    public static DockerClient Client() => new DockerClientBuilder().WithEndpoint(new Uri("http://without-containers")).WithTransportOptions(new Factory(), new Options()).Build();

    private sealed record Options;

    private sealed class Factory : IDockerHandlerFactory<Options>
    {
        public ResolvedTransport CreateHandler(Options transportOptions, ResolvedClientOptions clientOptions, ILogger logger) => new(new NothingRuns(TimeProvider.System), clientOptions.Endpoint);

        public ResolvedTransport CreateHandler(ResolvedClientOptions clientOptions, ILogger logger) => new(new NothingRuns(TimeProvider.System), clientOptions.Endpoint);

        public Task<WriteClosableStream> HijackStreamAsync(HttpContent content) => throw new NotSupportedException("Without containers there is none to attach to.");
    }
}
