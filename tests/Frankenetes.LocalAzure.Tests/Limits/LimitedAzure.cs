using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.Limits;

namespace Frankenetes.LocalAzure.Tests.Limits;

/// <summary>A LocalAzure with Azure's limits, and without containers: what it answers is of interest here, not what it runs.</summary>
internal sealed class LimitedAzure : IAsyncDisposable
{
    private readonly LocalAzureServer _server;

    private LimitedAzure(LocalAzureServer server, ArmClient arm, string stateFolder) => (_server, Arm, StateFolder) = (server, arm, stateFolder);

    public ArmClient Arm { get; }

    public string StateFolder { get; }

    public static async Task<LimitedAzure> StartAsync(RequestLimitOptions limits, string? stateFolder = null, bool withoutContainers = true, TimeProvider? time = null)
    {
        var state = stateFolder ?? Directory.CreateTempSubdirectory("local-azure-limits-").FullName;
        var server = await LocalAzureServer.StartAsync(new StartOptions(state, FreePorts.Take(3), WithoutContainers: withoutContainers) { Limits = limits }, time ?? TimeProvider.System);
        return new LimitedAzure(server, await ArmClient.ConnectAsync(state), state);
    }

    /// <summary>Ends the process's part and leaves the folder.</summary>
    public async Task EndAsync()
    {
        await _server.DisposeAsync();
        Arm.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Directory.Delete(StateFolder, recursive: true);
    }
}
