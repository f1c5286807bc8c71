using Docker.DotNet;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>An engine that has answered, with the service behind it where that is ours.</summary>
internal sealed class EngineConnection : IAsyncDisposable
{
    private EngineConnection(EngineEndpoint endpoint, DockerClient client) => (Endpoint, Client) = (endpoint, client);

    public EngineEndpoint Endpoint { get; }

    public DockerClient Client { get; }

    /// <exception cref="StartupException">There is no engine, or it does not answer (exit code 3).</exception>
    public static async Task<EngineConnection> OpenAsync(StartOptions options, StateFolder state, ILoggerFactory loggers)
    {
        if (options.WithoutContainers)
            return new EngineConnection(new EngineEndpoint(Containerless.Address), Containerless.Client());
        var endpoint = await EngineLocator.FindAsync(options, state, loggers);
        var connection = new EngineConnection(endpoint, new DockerClientBuilder().WithEndpoint(endpoint.Uri).WithTimeout(Timeout.InfiniteTimeSpan).Build());
        try
        {
            await connection.Client.System.PingAsync();
            return connection;
        }
        catch (Exception e) when (e is HttpRequestException or DockerApiException or IOException or System.Net.Sockets.SocketException or TimeoutException)
        {
            await connection.DisposeAsync();
            throw StartupException.EngineMissing($"The container engine at {endpoint.Uri} does not answer: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (Endpoint.OwnService is { } service)
            await service.DisposeAsync();
    }
}
