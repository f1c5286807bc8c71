using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.Limits;

namespace Frankenetes.LocalAzure.Tests;

/// <summary>One LocalAzure in this process, on a state folder of its own and the machine's real container engine. Without an engine every test fails.</summary>
public sealed class LocalAzureFixture : IAsyncLifetime
{
    private LocalAzureServer? _server;

    public string StateFolder { get; } = Directory.CreateTempSubdirectory("local-azure-tests-").FullName;

    public ArmClient Arm { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await LocalAzureServer.StartAsync(new StartOptions(StateFolder, FreePorts.Take(3)) { Limits = RequestLimitOptions.Off }, TimeProvider.System);
        Arm = await ArmClient.ConnectAsync(StateFolder);
    }

    public async Task DisposeAsync()
    {
        if (_server is null)
            return;
        await Arm.SendAsync("POST", "/local-azure/shutdown?removeAll=true");
        await _server.WaitForEndAsync();
        await _server.DisposeAsync();
        Arm.Dispose();
        Directory.Delete(StateFolder, recursive: true);
    }
}
