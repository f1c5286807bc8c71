using System.Text.Json.Nodes;
using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.Torture.Clusters;

/// <summary>One real cluster on a local Azure, users that write to it, and a bare pod that must not be lost.</summary>
internal sealed class ClusterScene(LocalAzureHost azure, string name, bool distributed) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private CancellationTokenSource _writing = new();
    private Task _writers = Task.CompletedTask;
    private ApiServer? _server;
    private Func<Task<bool>>? _giveBack;
    private string _identity = "";

    /// <summary>A local Azure without a cluster.</summary>
    public static async Task<ClusterScene> CreateAsync(RowRun run, string options = "")
        => new(await LocalAzureHost.StartAsync(run.IsDistributed, options), "tortured", run.IsDistributed);

    /// <summary>A cluster that runs, with its pod; in a slice one for all rows that leave it as it was.</summary>
    public static Task<ClusterScene> BeginAsync(RowRun run) => run.IsSlice ? SharedCluster.TakeAsync(run) : BeginOwnAsync(run);

    public static async Task<ClusterScene> BeginOwnAsync(RowRun run, string options = "")
    {
        var scene = await CreateAsync(run, options);
        await scene.RunAsync(scene.NewCommand, "Running");
        await scene.ConnectAsync();
        await scene.AddPodAsync();
        return scene;
    }

    public LocalAzureHost Azure => azure;

    public string Name => name;

    public Ledger Ledger { get; } = new();

    public ApiServer Server => _server ?? throw new InvalidOperationException("The cluster was not connected to.");

    public string NewCommand => $"$null = New-FrankenetesCluster {name}{(distributed ? " -Topology Distributed" : "")}";

    public string SuspendCommand => $"$null = Suspend-FrankenetesCluster {name} -Confirm:$false";

    public string ResumeCommand => $"$null = Resume-FrankenetesCluster {name}";

    /// <summary>The group that holds etcd.</summary>
    public string StoreGroup => distributed ? "etcd" : "control-plane";

    public string RemoveCommand => $"Remove-FrankenetesCluster {name} -Force";

    /// <summary>There may be nothing left to remove, which is an error elsewhere; the shell's exit code is that of its last word.</summary>
    public string RemoveAgainCommand => $"{RemoveCommand} -ErrorAction Ignore; $null";

    /// <summary>Runs, and fails where the state afterwards is another.</summary>
    public Task RunAsync(string command, string state)
        => azure.Cmdlets.RunAsync($"{command}; $state = (Get-FrankenetesCluster {name}).State; if (\"$state\" -ne '{state}') {{ throw \"The cluster is $state and not {state}.\" }}");

    /// <summary>Connects to the API server; after a start, it may have another address.</summary>
    public async Task ConnectAsync()
    {
        var path = Path.Combine(azure.Folder, $"kubeconfig-{name}");
        await azure.Cmdlets.RunAsync($"$null = Export-FrankenetesKubeConfig {name} -Path '{path}' -Force");
        _server?.Dispose();
        _server = new ApiServer(await File.ReadAllTextAsync(path));
    }

    /// <summary>A bare pod that does not heed SIGTERM: no suspend is to wait for it.</summary>
    public async Task AddPodAsync()
    {
        var container = new JsonObject { ["name"] = "nap", ["image"] = "busybox:1.36", ["command"] = new JsonArray("sleep", "86400") };
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "nap" }, ["spec"] = new JsonObject { ["terminationGracePeriodSeconds"] = 1, ["containers"] = new JsonArray(container) } };
        // Its service account comes with the controllers.
        await Waiting.UntilAsync(async () => (await Server.GetAsync("/api/v1/namespaces/default/serviceaccounts")).GetProperty("items").GetArrayLength() > 0, "the default service account");
        await Server.CreateAsync("/api/v1/namespaces/default/pods", pod);
        await WaitPodAsync();
        _identity = await IdentityAsync();
    }

    public void BeginWriting(int writers = 4)
    {
        _writing = new CancellationTokenSource();
        var server = Server;
        _writers = Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(() => Ledger.WriteAsync(server.TryPutAsync, Pause, _writing.Token))));
    }

    public async Task EndWritingAsync()
    {
        await _writing.CancelAsync();
        await _writers;
    }

    /// <summary>Waits until so many more writes are acknowledged.</summary>
    public async Task WaitWritesAsync(int more = 20)
    {
        var before = Ledger.Acknowledged;
        await Waiting.UntilAsync(() => Task.FromResult(Ledger.Acknowledged >= before + more), $"{more} more writes");
    }

    /// <summary>Holds the running cluster against the ledger: writes, the pod, and that each group is there once.</summary>
    public async Task JudgeAsync(RowRun run, long? lossFrom = null)
    {
        await ConnectAsync();
        run.Count(Ledger.Judge(await Server.KeysAsync(), lossFrom));
        if (_identity.Length == 0)
            return;
        await WaitPodAsync();
        run.Demand(await IdentityAsync() == _identity, "the pod is another one than before");
        string[] wanted = [.. distributed ? ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "virtual-kubelet"] : new[] { "control-plane" }, "default-nap"];
        run.CountOrphans([.. (await azure.GroupsAsync()).Except(wanted)]);
        run.Demand((await azure.ContainersAsync()).Count(container => container.EndsWith(".nap", StringComparison.Ordinal)) == 1, "the pod does not run once");
    }

    /// <summary>Nothing may be left of the cluster that was removed.</summary>
    public async Task JudgeRemovedAsync(RowRun run) => run.CountOrphans(await azure.LeftAsync());

    /// <summary>Nothing may run of the cluster that sleeps.</summary>
    public async Task JudgeAsleepAsync(RowRun run) => run.CountOrphans(await azure.ContainersAsync());

    /// <summary>Has somebody else take it at its end.</summary>
    /// <param name="giveBack">Says whether it was taken.</param>
    public void Lend(Func<Task<bool>>? giveBack) => _giveBack = giveBack;

    public async ValueTask DisposeAsync()
    {
        await EndWritingAsync();
        if (_giveBack is not null && await _giveBack())
            return;
        _server?.Dispose();
        await azure.DisposeAsync();
    }

    private Task WaitPodAsync() => Waiting.UntilAsync(
        async () => (await Server.GetAsync("/api/v1/namespaces/default/pods/nap")).GetProperty("status").TryGetProperty("phase", out var phase) && phase.GetString() == "Running", "the pod runs");

    private async Task<string> IdentityAsync() => string.Join(' ', await Task.WhenAll(new[] { "/api/v1/namespaces/default/pods/nap", "/api/v1/namespaces/kube-system" }.Select(
        async path => (await Server.GetAsync(path)).GetProperty("metadata").GetProperty("uid").GetString())));
}
