using System.Text.Json;
using System.Text.Json.Nodes;
using Frankenetes.EtcdKeeper;
using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.Torture;

/// <summary>One cluster's record, the keeper that runs now, and clients that write.</summary>
internal sealed class Scene(RecordAccount account, Action<JsonObject>? adjust, TimeProvider? time) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private readonly Guid _cluster = Guid.NewGuid();
    private CancellationTokenSource _writing = new();
    private Task _writers = Task.CompletedTask;
    private KeeperHost? _host;

    public RecordAccount Account => account;

    public Ledger Ledger { get; } = new();

    public KeeperHost Host => _host ?? throw new InvalidOperationException("No keeper runs.");

    public Store Store { get; private set; } = null!;

    public int Epoch { get; private set; }

    /// <summary>A new cluster, running. The log's waits are those of the product; snapshots come every 3 s.</summary>
    public static async Task<Scene> BeginAsync(Action<JsonObject>? adjust = null, bool ownProcess = true, TimeProvider? time = null)
    {
        var scene = await CreateAsync(adjust, time);
        await scene.StartAsync(ownProcess);
        return scene;
    }

    /// <summary>A new cluster, of which nothing runs.</summary>
    /// <param name="adjust">Changes the keeper's configuration.</param>
    /// <param name="time">The clock of keepers in this process; null = the system's.</param>
    public static async Task<Scene> CreateAsync(Action<JsonObject>? adjust = null, TimeProvider? time = null) => new(await RecordAccount.CreateAsync(), adjust, time);

    /// <summary>The next epoch, in a container of its own.</summary>
    /// <returns>The acknowledgement of its start.</returns>
    public async Task<JsonElement> StartAsync(bool ownProcess = true, bool wait = true)
    {
        Epoch++;
        _host = NewHost(Epoch);
        Store?.Dispose();
        Store = NewStore(_host);
        if (ownProcess)
            _host.StartProcess();
        else
            _host.Start(time);
        return wait ? await WaitRunningAsync() : default;
    }

    public KeeperHost NewHost(int epoch) => new(account, _cluster, epoch == 1 ? "New" : "Resume", epoch, configuration =>
    {
        configuration["snapshotInterval"] = "00:00:03";
        adjust?.Invoke(configuration);
    });

    public static Store NewStore(KeeperHost host) => new(host.Configuration.Deserialize(KeeperJson.Default.KeeperConfiguration)!.Etcd, host.ClientPort);

    public async Task<JsonElement> WaitRunningAsync()
    {
        var ack = await account.WaitForAckAsync(ack => ack.GetProperty("epoch").GetInt32() == Epoch && ack.GetProperty("phase").GetString() is "Running" or "Failed", $"epoch {Epoch}");
        return ack.GetProperty("phase").GetString() == "Running" ? ack : throw new InvalidOperationException($"Epoch {Epoch} did not start: {ack.GetProperty("message")}");
    }

    public void BeginWriting(int writers = 4)
    {
        _writing = new CancellationTokenSource();
        var store = Store;
        _writers = Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(() => Ledger.WriteAsync((key, value, stop) => store.TryPutAsync(key, value, lease: 0, stop), Pause, _writing.Token))));
    }

    public async Task EndWritingAsync()
    {
        await _writing.CancelAsync();
        await _writers;
    }

    /// <returns>The keeper's word that the final snapshot is sealed.</returns>
    public async Task<JsonElement> SealAsync() => await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend", Epoch), Epoch);

    /// <summary>The container group is gone: keeper, etcd and volume.</summary>
    /// <returns>When, of <see cref="Environment.TickCount64"/>.</returns>
    public async Task<long> LoseAsync()
    {
        var at = Environment.TickCount64;
        await Host.DisposeAsync();
        _host = null;
        return at;
    }

    /// <summary>Writing ends, everything is protected, then the group is lost and the next epoch starts: not one write may be missing.</summary>
    public async Task LoseAtRestAsync(RowRun run)
    {
        await EndWritingAsync();
        await WaitProtectedAsync(await Store.RevisionAsync());
        await LoseAsync();
        await StartAsync(ownProcess: false);
        await JudgeAsync(run);
    }

    /// <summary>Counts what the store that runs now lost of the acknowledged writes.</summary>
    /// <param name="run">Where it is counted.</param>
    /// <param name="lossFrom">Writes acknowledged from then on, of <see cref="Environment.TickCount64"/>, may be lost; null = none may.</param>
    public async Task JudgeAsync(RowRun run, long? lossFrom = null) => run.Count(Ledger.Judge(await Store.KeysAsync(), lossFrom));

    /// <summary>Waits until the cluster goes on where something broke it.</summary>
    /// <param name="before">So many writes were acknowledged until then.</param>
    public async Task WaitGoesOnAsync(long before)
    {
        try
        {
            await Waiting.UntilAsync(() => Task.FromResult(Ledger.Acknowledged > before + 20), "writes are acknowledged again");
        }
        catch (TimeoutException e)
        {
            var (gate, etcd) = (await Host.Client.IsReachableAsync(), await Host.Private.IsReachableAsync());
            throw new TimeoutException($"{e.Message} The last refusal: {Store.LastRefusal}. A new client reaches the gate: {gate}; etcd itself: {etcd}. Connections: {Connections()}. The keeper's last words: {string.Join(" | ", Host.Log.Text.Split('\n').TakeLast(12))}", e);
        }
    }

    // Of the gate and of etcd, as /proc/net/tcp has them: from and to (port in hexadecimal at the end), state (1 established, 6 waiting, 8 half closed, A listening), bytes to be sent and to be read.
    private string Connections()
    {
        string[] ports = [$":{Host.ClientPort:X4}", $":{Host.PrivatePort:X4}"];
        return string.Join(" | ", File.ReadLines("/proc/net/tcp").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(field => ports.Any(port => field[1].EndsWith(port, StringComparison.Ordinal) || field[2].EndsWith(port, StringComparison.Ordinal)))
            .Select(field => $"{field[1]} {field[2]} {field[3]} {field[4]}"));
    }

    public void KillEtcd()
    {
        foreach (var id in Host.EtcdProcesses())
            KillProcess(id);
    }

    public async Task WaitRecordedAsync(long revision)
        => await Waiting.UntilAsync(async () => await account.RecordedAsync() >= revision, $"revision {revision} is recorded");

    /// <summary>Everything up to a revision stands in storage, in the log or in a snapshot.</summary>
    public async Task WaitProtectedAsync(long revision)
        => await Waiting.UntilAsync(
            async () => await account.RecordedAsync() >= revision
                || (await account.ListAsync("full/")).Select(Frankenetes.EtcdKeeper.Snapshots.SnapshotName.Parse).Any(name => name?.Revision >= revision),
            $"revision {revision} is protected");

    /// <summary>Kills, where it still lives.</summary>
    public static void KillProcess(int id)
    {
        try
        {
            System.Diagnostics.Process.GetProcessById(id).Kill();
        }
        catch (ArgumentException)
        {
            // It has ended.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndWritingAsync();
        Store?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        await account.DisposeAsync();
    }
}
