using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Frankenetes.EtcdKeeper.Tests.Harness;

/// <summary>One container's worth of keeper: its configuration, its data directory, and a keeper that can be started, ended and killed.</summary>
internal sealed class KeeperHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder;
    private readonly int _port = FreePorts.Take(3);
    private Task<int>? _running;
    private Process? _process;

    public KeeperHost(RecordAccount account, Guid clusterId, string start = "New", int epoch = 1, Action<JsonObject>? adjust = null)
    {
        _folder = Directory.CreateTempSubdirectory("keeper-").FullName;
        Pki = new TestPki(Path.Combine(_folder, "pki"));
        Configuration = new JsonObject
        {
            ["cluster"] = "test", ["clusterId"] = clusterId.ToString(), ["epoch"] = epoch, ["start"] = start,
            ["etcd"] = new JsonObject
            {
                ["binaryDirectory"] = EtcdBinaries.Directory, ["dataDirectory"] = DataDirectory, ["clientListen"] = $"127.0.0.1:{ClientPort}",
                ["privatePort"] = PrivatePort, ["peerPort"] = _port + 2, ["certificate"] = Pki.Certificate("server"), ["key"] = Pki.Key("server"),
                ["certificateAuthority"] = Pki.Authority, ["clientCertificate"] = Pki.Certificate("keeper"), ["clientKey"] = Pki.Key("keeper"),
                ["quotaBytes"] = 2147483648, ["extraArguments"] = new JsonArray(),
            },
            ["storage"] = new JsonObject
            {
                ["etcdContainer"] = account.EtcdSas.AbsoluteUri, ["controlContainer"] = account.ControlSas.AbsoluteUri,
                ["certificateAuthority"] = account.CertificateAuthority,
            },
            ["controlInterval"] = "00:00:00.0500000", ["snapshotInterval"] = "00:10:00", ["voidAfter"] = VoidAfter.ToString(),
        };
        adjust?.Invoke(Configuration);
        File.WriteAllText(ConfigurationPath, Configuration.ToJsonString());
    }

    /// <summary>How long a sealed suspend waits for its claim.</summary>
    public static TimeSpan VoidAfter { get; } = TimeSpan.FromMinutes(10);

    /// <summary>What runs as a keeper: a program and its first arguments.</summary>
    public static IReadOnlyList<string> Program { get; set; } = ["dotnet", typeof(KeeperHost).Assembly.Location];

    public JsonObject Configuration { get; }

    public TestPki Pki { get; }

    public CollectedLog Log { get; } = new();

    public int ClientPort => _port;

    public int PrivatePort => _port + 1;

    public string DataDirectory => Path.Combine(_folder, "etcd");

    public string ConfigurationPath => Path.Combine(_folder, "keeper.json");

    /// <summary>The clock of the keeper that runs in this process.</summary>
    public SteppedTime Clock { get; } = new();

    /// <summary>Runs the keeper in this process.</summary>
    /// <param name="time">Its clock; null = <see cref="Clock"/>.</param>
    public void Start(TimeProvider? time = null) => _running = Keeper.RunAsync(ConfigurationPath, Log, time ?? Clock, _stop.Token);

    /// <summary>Runs the keeper as a process of its own.</summary>
    public void StartProcess()
    {
        var start = new ProcessStartInfo(Program[0], [.. Program.Skip(1), ConfigurationPath]) { RedirectStandardError = true };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Log.CreateLogger("process").Log(Microsoft.Extensions.Logging.LogLevel.Information, default, line.Data, null, (text, _) => text ?? "");
        _process.BeginErrorReadLine();
    }

    /// <summary>The most memory that the keeper's process had at once.</summary>
    public int PeakMemoryMiB() => StatusMiB("VmHWM");

    /// <summary>The memory that the keeper's process has.</summary>
    public int MemoryMiB() => StatusMiB("VmRSS");

    /// <summary>kill -9 of the keeper's process; all of the container's where it is the container that ends.</summary>
    public async Task KillProcessAsync(bool container = false)
    {
        _process!.Kill(entireProcessTree: container);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Ends the keeper as a container's stop does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await (_running ?? Task.FromResult(0));
    }

    public Etcdctl Through(int port) => new(this, port);

    /// <summary>etcdctl, as a client of the cluster.</summary>
    public Etcdctl Client => Through(ClientPort);

    /// <summary>etcdctl past the gate.</summary>
    public Etcdctl Private => Through(PrivatePort);

    /// <summary>The etcd processes that run on this host's data.</summary>
    public int[] EtcdProcesses() =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(int.Parse!).Where(IsEtcd)];

    /// <summary>kill -9 of etcd, whoever its parent is; returns when it has ended.</summary>
    public async Task KillEtcdAsync()
    {
        foreach (var id in EtcdProcesses())
        {
            try
            {
                using var etcd = Process.GetProcessById(id);
                etcd.Kill();
                await etcd.WaitForExitAsync();
            }
            catch (ArgumentException)
            {
                // It has ended meanwhile.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillProcessAsync();
        await StopAsync();
        await KillEtcdAsync();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private int StatusMiB(string name)
    {
        var line = File.ReadLines($"/proc/{_process!.Id}/status").Single(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private bool IsEtcd(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Contains("--data-dir=" + DataDirectory, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
