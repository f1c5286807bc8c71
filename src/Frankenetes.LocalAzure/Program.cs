using Docker.DotNet;
using Frankenetes.LocalAzure.Engine;
using Frankenetes.LocalAzure.Hosting;

namespace Frankenetes.LocalAzure;

/// <summary>
/// A local Azure on one machine: <c>dotnet Frankenetes.LocalAzure.dll [--state DIR] [--port N] [--engine unix:///path.sock] [--idle-exit]</c>.
/// Ready when <c>local-azure.json</c> is in the state folder; SIGTERM ends it and leaves its containers running for the next one to adopt.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            var options = StartOptions.Parse(arguments);
            await using var server = await LocalAzureServer.StartAsync(options, TimeProvider.System);
            await server.WaitForEndAsync();
            return 0;
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (Exception e) when (e is DockerApiException or EngineUnavailableException)
        {
            await Console.Error.WriteLineAsync($"The container engine does not do its part: {EngineMessage.Of(e)}");
            return StartupException.EngineMissingCode;
        }
    }
}
