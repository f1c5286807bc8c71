using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Frankenetes.EtcdKeeper;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.Torture;

/// <summary>What the keeper costs beside bare etcd: for tests/benchmarks/Keeper.ps1, which prints what is written here.</summary>
internal static class Figures
{
    private const int Turns = 60;
    private const int WritesPerTurn = 50;
    private const int Values = 1000;
    private const int ValueBytes = 100 * 1024;

    // As many as may come before the next full snapshot.
    private const int Revisions = 4990;

    public static async Task WriteAsync(TextWriter output)
    {
        await WriteLatencyAsync(output);
        await WriteRestoreAsync(output);
    }

    // One client writes, in turns through the gate and past it.
    private static async Task WriteLatencyAsync(TextWriter output)
    {
        await using var scene = await Scene.BeginAsync(configuration => configuration["snapshotInterval"] = "00:10:00");
        using var past = new Store(Etcd(scene), scene.Host.PrivatePort);
        var (gate, direct) = (new List<double>(), new List<double>());
        for (var turn = 0; turn <= Turns; turn++)
        {
            foreach (var (store, times) in new[] { (scene.Store, gate), (past, direct) })
            {
                var written = await MeasureWritesAsync(store);
                // The first turn warms both.
                if (turn > 0)
                    times.AddRange(written);
            }
        }

        foreach (var (name, times) in new[] { ("gate", gate), ("direct", direct) })
        {
            times.Sort();
            await FigureAsync(output, name + "P50", times[times.Count / 2]);
            await FigureAsync(output, name + "P99", times[times.Count * 99 / 100]);
        }
    }

    private static async Task<List<double>> MeasureWritesAsync(Store store)
    {
        var times = new List<double>();
        var value = new string('x', 512);
        for (var i = 0; i < WritesPerTurn; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await store.CommitAsync([new() { RequestPut = Store.Put($"bench/{i}", value) }]);
            times.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        return times;
    }

    // A lost group's store: 100 MB in a full snapshot and the revisions since in the log; beside it etcd's own restore of the same snapshot.
    private static async Task WriteRestoreAsync(TextWriter output)
    {
        await using var scene = await Scene.BeginAsync(configuration => configuration["snapshotInterval"] = "00:10:00");
        await Parallel.ForAsync(0, Values, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, stop) =>
            await scene.Store.CommitAsync([new() { RequestPut = Store.Put($"large/{i}", Random(i)) }], stop));
        await scene.SealAsync();
        if (!await scene.Account.ClaimAsync(scene.Epoch))
            throw new InvalidOperationException("The manifest cannot be claimed.");
        await scene.LoseAsync();
        await scene.StartAsync();
        var snapshot = (await scene.Account.ListAsync(SnapshotName.Prefix)).Order(StringComparer.Ordinal).Last();
        await Parallel.ForAsync(0, Revisions, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, stop) =>
            await scene.Store.CommitAsync([new() { RequestPut = Store.Put($"small/{i % 300}", Random(i)[..500]) }], stop));
        var revision = await scene.Store.RevisionAsync();
        await scene.WaitRecordedAsync(revision);
        var etcd = Etcd(scene);
        await scene.LoseAsync();

        var folder = Directory.CreateTempSubdirectory("frankenetes-figures-").FullName;
        try
        {
            var file = Path.Combine(folder, "snapshot.db");
            var began = Stopwatch.GetTimestamp();
            await scene.Account.Etcd.GetBlobClient(snapshot).DownloadToAsync(file);
            await RunAsync(Path.Combine(etcd.BinaryDirectory, "etcdutl"), "snapshot", "restore", file, "--data-dir", Path.Combine(folder, "data"));
            await FigureAsync(output, "restorePlain", Stopwatch.GetElapsedTime(began).TotalSeconds);
            await FigureAsync(output, "restoreMiB", new FileInfo(file).Length / 1024.0 / 1024);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        var starting = Stopwatch.GetTimestamp();
        await scene.StartAsync();
        await FigureAsync(output, "restore", Stopwatch.GetElapsedTime(starting).TotalSeconds);
        if (await scene.Store.RevisionAsync() < revision)
            throw new InvalidOperationException("The restored store is behind.");
        // What is left once the first snapshot after the start is stored, too.
        await Waiting.UntilAsync(async () => (await scene.Account.ListAsync(SnapshotName.Prefix)).Select(SnapshotName.Parse).Any(name => name?.Revision >= revision), "a snapshot of the restored store");
        await Task.Delay(TimeSpan.FromSeconds(2));
        await FigureAsync(output, "memory", scene.Host.MemoryMiB());
    }

    private static EtcdConfiguration Etcd(Scene scene) => scene.Host.Configuration.Deserialize(KeeperJson.Default.KeeperConfiguration)!.Etcd;

    // Nothing that compresses.
    private static string Random(int seed)
    {
        var bytes = new byte[ValueBytes / 4 * 3];
        new Random(seed).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed: {await complained}{await said}");
    }

    private static async Task FigureAsync(TextWriter output, string name, double value) =>
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"FIGURES keeper {name}={value:0.######}"));
}
