using System.Globalization;
using System.Text.Json.Nodes;
using Frankenetes.EtcdKeeper.Etcd.Protos;
using Frankenetes.EtcdKeeper.Tests.Harness;
using Google.Protobuf;

namespace Frankenetes.Torture.Rows;

/// <summary>Group A: histories that are hard to replay. What comes back must be what was there, every number of every key.</summary>
internal static class HistoryRows
{
    private const int Operations = 10_000;
    private const int MostMemoryMiB = 256;

    public static IEnumerable<Row> All =>
    [
        new("short-leases", "leases of 2, 4 and 15 s that are alive when the group is lost; storage answers a replay 1 s late each time", 50, 1, ShortLeasesAsync),
        new("large-delete", "20 000 keys deleted in one revision", 10, 1, LargeDeleteAsync),
        new("large-values", "values of 1.4 MB, 20 in a row", 10, 1, LargeValuesAsync),
        new("large-transaction", "10 000 operations in one revision (etcd takes so many here)", 10, 1, LargeTransactionAsync),
        new("out-of-space", "the quota (16 MB here) is full when the cluster is suspended; it takes writes after the resume", 10, 1, OutOfSpaceAsync),
        new("compacted", "etcd compacts what the keeper could not store yet (buffer 64 KB here)", 20, 1, CompactedAsync),
        new("random", $"{Operations} random operations with snapshots in between, replayed and compared key by key and by hash", 100, 1, RandomAsync),
    ];

    private static async Task ShortLeasesAsync(RowRun run)
    {
        for (var i = 0; i < run.Planned; i++)
        {
            await using var scene = await Scene.BeginAsync(ownProcess: false);
            foreach (var seconds in new[] { 2, 4, 15 })
            {
                var lease = await scene.Store.GrantAsync(seconds);
                for (var key = 0; key < 20; key++)
                    await scene.Store.CommitAsync([new RequestOp { RequestPut = Store.Put($"lease{seconds}/{key}", "x", lease) }]);
            }

            var revision = await scene.Store.RevisionAsync();
            await scene.WaitRecordedAsync(revision);
            var recorded = await scene.Account.RecordedAsync();
            await scene.LoseAsync();
            await scene.Account.SetFaultsAsync("""{"rules":[{"route":"GET */log/*","count":6,"delay":"00:00:01"},{"route":"GET */full/*","count":6,"delay":"00:00:03"}]}""");
            var ack = await scene.StartAsync(ownProcess: false);
            await scene.Account.SetFaultsAsync("""{"rules":[]}""");
            // The replay must have reached the recorded revision and no other: an expiry in between would have taken one for itself.
            run.Demand(scene.Host.Log.Text.Contains($"(it was {recorded})", StringComparison.Ordinal), $"the replay did not end at revision {recorded}: {ack.GetProperty("message")}");
            run.Demand((await scene.Store.KeysAsync()).Keys.Count(key => key.StartsWith("lease15/", StringComparison.Ordinal)) == 20, "keys of the 15 s lease are gone");
            run.Passed();
        }
    }

    private static Task LargeDeleteAsync(RowRun run) => ReplayedAsync(run, async (scene, _) =>
    {
        for (var i = 0; i < 20_000; i += 100)
            await scene.Store.CommitAsync(Enumerable.Range(i, 100).Select(key => new RequestOp { RequestPut = Store.Put($"many/{key}", "x") }));
        await scene.Store.DeleteAllAsync("many/");
        await scene.Store.CommitAsync([new RequestOp { RequestPut = Store.Put("left", "over") }]);
    });

    private static Task LargeValuesAsync(RowRun run) => ReplayedAsync(run, async (scene, random) =>
    {
        for (var i = 0; i < 20; i++)
            await scene.Store.CommitAsync([new RequestOp { RequestPut = Store.Put($"large/{random.Next(8)}", new string((char)('a' + i), 1_400_000)) }]);
    });

    private static Task LargeTransactionAsync(RowRun run) => ReplayedAsync(
        run,
        async (scene, random) =>
        {
            for (var i = 0; i < 3; i++)
                await scene.Store.CommitAsync(Enumerable.Range(0, 10_000).Select(key => new RequestOp { RequestPut = Store.Put($"t/{key}", $"{random.Next()}") }));
        },
        configuration => configuration["etcd"]!["extraArguments"] = new JsonArray("--max-txn-ops=10000"));

    private static async Task OutOfSpaceAsync(RowRun run)
    {
        for (var i = 0; i < run.Planned; i++)
        {
            await using var scene = await Scene.BeginAsync(configuration => configuration["etcd"]!["quotaBytes"] = 16 << 20, ownProcess: false);
            long? last = 1;
            while (last is not null)
                last = await scene.Store.TryPutAsync("full", new string('x', 200_000), lease: 0, default);
            await scene.Account.WaitForPhaseAsync("Sealed", await scene.Account.AskAsync("Suspend"));
            run.Demand(await scene.Account.ClaimAsync(), "the manifest cannot be claimed");
            await scene.LoseAsync();
            await scene.StartAsync(ownProcess: false);
            await scene.Store.CommitAsync([new RequestOp { RequestPut = Store.Put("there", "is room") }]);
            run.Passed();
        }
    }

    private static async Task CompactedAsync(RowRun run)
    {
        for (var i = 0; i < run.Planned; i++)
        {
            await using var scene = await Scene.BeginAsync(
                configuration =>
                {
                    configuration["snapshotInterval"] = "00:10:00";
                    configuration["log"] = new JsonObject { ["bufferBytes"] = 64 << 10 };
                },
                ownProcess: false);
            scene.Account.EtcdLine.Close();
            for (var write = 0; write < 2_000; write++)
                await scene.Store.CommitAsync([new RequestOp { RequestPut = Store.Put($"key/{write % 50}", new string('x', 2000) + write) }]);
            await scene.Store.CompactAsync(await scene.Store.RevisionAsync() - 1);
            scene.Account.EtcdLine.Open();
            await Waiting.UntilAsync(async () => (await scene.Account.ListAsync("full/")).Count > 0, "a full snapshot");
            await scene.Store.CommitAsync([new RequestOp { RequestPut = Store.Put("after", "it") }]);
            await CompareAsync(scene, run);
        }
    }

    private static Task RandomAsync(RowRun run)
    {
        // A build's slice does a tenth of it.
        var operations = run.IsSlice ? Operations / 10 : Operations;
        return ReplayedAsync(run, WriteAsync, configuration => configuration["etcd"]!["extraArguments"] = new JsonArray("--unsafe-no-fsync"));

        async Task WriteAsync(Scene scene, Random random)
        {
            var leases = new List<long>();
            for (var done = 0; done < operations; done++)
            {
                if (random.Next(200) == 0)
                    leases.Add(await scene.Store.GrantAsync(600 + random.Next(1000)));
                else if (random.Next(300) == 0)
                    await scene.Store.DeleteAllAsync($"r/{random.Next(10)}");
                else if (random.Next(1000) == 0)
                    await scene.Store.CompactAsync(await scene.Store.RevisionAsync() - random.Next(50));
                else
                    done += await CommitAsync(scene.Store, Transaction(random, leases)) - 1;
            }
        }
    }

    private static async Task<int> CommitAsync(Store store, List<RequestOp> transaction)
    {
        await store.CommitAsync(transaction);
        return transaction.Count;
    }

    private static List<RequestOp> Transaction(Random random, List<long> leases)
    {
        var keys = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => string.Create(CultureInfo.InvariantCulture, $"r/{random.Next(100)}")).Distinct();
        var operations = new List<RequestOp>();
        foreach (var key in keys)
        {
            if (random.Next(4) == 0)
            {
                operations.Add(new RequestOp { RequestDeleteRange = new DeleteRangeRequest { Key = ByteString.CopyFromUtf8(key) } });
                continue;
            }

            var value = new byte[random.Next(300)];
            random.NextBytes(value);
            var lease = leases.Count > 0 && random.Next(5) == 0 ? leases[random.Next(leases.Count)] : 0;
            operations.Add(new RequestOp { RequestPut = new PutRequest { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFrom(value), Lease = lease } });
        }

        return operations;
    }

    private static async Task ReplayedAsync(RowRun run, Func<Scene, Random, Task> writeAsync, Action<JsonObject>? adjust = null)
    {
        for (var i = 0; i < run.Planned; i++)
        {
            await using var scene = await Scene.BeginAsync(adjust);
            await writeAsync(scene, new Random(run.Seed + i));
            await CompareAsync(scene, run, ownProcess: true);
        }
    }

    private static async Task CompareAsync(Scene scene, RowRun run, bool ownProcess = false)
    {
        var before = await scene.Store.DumpAsync();
        var revision = await scene.Store.RevisionAsync();
        await scene.WaitProtectedAsync(revision);
        var hash = await scene.Store.HashAsync();
        CheckMemory(scene, run, ownProcess);
        await scene.LoseAsync();
        run.Demand(await RecordReplay.HashAsync(scene) == hash, "etcd's hash of what the record gives is another");
        await scene.StartAsync(ownProcess);
        CheckMemory(scene, run, ownProcess);
        var after = await scene.Store.DumpAsync();
        var differing = before.Except(after).Count() + after.Except(before).Count();
        run.Count(new LedgerVerdict(revision - 1, before.Except(after).Count(), differing > 0 ? 1 : 0, differing > 0 ? $"{differing} keys differ after the replay" : null));
        run.Passed();
    }

    private static void CheckMemory(Scene scene, RowRun run, bool ownProcess)
    {
        if (ownProcess)
            run.Demand(scene.Host.PeakMemoryMiB() is var peak && peak < MostMemoryMiB, $"the keeper took {peak} MiB");
    }
}
