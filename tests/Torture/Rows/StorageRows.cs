using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.Torture.Rows;

/// <summary>Group B: storage is slow, full, read-only, gone; its log is torn; two keepers write.</summary>
internal static class StorageRows
{
    private const string Nothing = """{"rules":[]}""";

    // The control container stays as it is: it is how a keeper says what is wrong.
    private static readonly string Full = Rule("PUT */etcd-*", "\"status\":507,\"code\":\"InsufficientStorage\"");
    private static readonly string ReadOnly = Rule("PUT */etcd-*", "\"status\":403,\"code\":\"AuthorizationPermissionMismatch\"");

    public static IEnumerable<Row> All =>
    [
        new("storage-gone", "connections to the etcd container are refused (1, 3 or 10 s here)", 20, 1, run => TroubledAsync(run, lasts: [1, 3, 10], closed: true, rules: null)),
        new("storage-slow", "every request takes 0.5 s", 20, 1, run => TroubledAsync(run, [3], closed: false, Rule("*", "\"delay\":\"00:00:00.5\""))),
        new("storage-slower", "every request takes 5 s, as long as the log waits for an answer", 20, 1, run => TroubledAsync(run, [8], closed: false, Rule("*", "\"delay\":\"00:00:05\""))),
        new("storage-full", "every write is answered with 507", 20, 1, run => TroubledAsync(run, [6], closed: false, Full)),
        new("storage-read-only", "every write is answered with 403", 20, 1, run => TroubledAsync(run, [6], closed: false, ReadOnly)),
        new("storage-errs", "one write in seven is answered with 500, one in nine is carried out and its answer lost", 20, 1, ErrsAsync),
        new("suspend-refused", "storage is gone, full or read-only when the cluster is to be suspended: it is not, goes on, and is once storage is back", 20, 3, RefusedAsync),
        new("torn", "the log is torn off at every byte of its last record", 1, 1, TornAsync),
        new("two-keepers", "the next epoch starts while the last one runs and is written to", 20, 1, TwoKeepersAsync),
    ];

    private static string Rule(string route, string what) => $$"""{"rules":[{"route":"{{route}}","count":100000,{{what}}}]}""";

    private static async Task TroubledAsync(RowRun run, int[] lasts, bool closed, string? rules)
    {
        await using var scene = await Scene.BeginAsync(ownProcess: false);
        for (var i = 0; i < run.Planned; i++)
        {
            var seconds = lasts[i % lasts.Length];
            scene.BeginWriting();
            if (closed)
                scene.Account.EtcdLine.Close();
            else
                await scene.Account.SetFaultsAsync(rules!);
            var before = scene.Ledger.Acknowledged;
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            run.Demand(scene.Ledger.Acknowledged > before + 10, "the cluster stopped with its storage");
            if (seconds >= 6)
                run.Demand(scene.Host.Log.Text.Contains("unprotected since", StringComparison.Ordinal), "nobody says that the cluster is unprotected");
            scene.Account.EtcdLine.Open();
            await scene.Account.SetFaultsAsync(Nothing);
            await scene.LoseAtRestAsync(run);
            run.Passed();
        }
    }

    private static async Task ErrsAsync(RowRun run)
    {
        await using var scene = await Scene.BeginAsync(ownProcess: false);
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            for (var round = 0; round < 10; round++)
            {
                var skip = run.Random.Next(7);
                await scene.Account.SetFaultsAsync(
                    $$"""{"rules":[{"route":"PUT *","skip":{{skip}},"count":1,"status":500},{"route":"PUT */log/*","skip":{{skip + 2}},"count":1,"delay":"00:00:05.5"}]}""");
                await Task.Delay(700);
            }

            await scene.Account.SetFaultsAsync(Nothing);
            await scene.LoseAtRestAsync(run);
            run.Passed();
        }
    }

    private static async Task RefusedAsync(RowRun run)
    {
        await using var scene = await Scene.BeginAsync(ownProcess: false);
        string?[] troubles = [null, Full, ReadOnly];
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await Task.Delay(300);
            if (troubles[i % troubles.Length] is { } rules)
                await scene.Account.SetFaultsAsync(rules);
            else
                scene.Account.EtcdLine.Close();
            await scene.Account.WaitForPhaseAsync("Failed", await scene.Account.AskAsync("Suspend", scene.Epoch), scene.Epoch);
            var before = scene.Ledger.Acknowledged;
            await scene.WaitGoesOnAsync(before);
            scene.Account.EtcdLine.Open();
            await scene.Account.SetFaultsAsync(Nothing);
            await scene.SealAsync();
            await scene.EndWritingAsync();
            run.Demand(await scene.Account.ClaimAsync(scene.Epoch), "the manifest cannot be claimed");
            await scene.LoseAsync();
            await scene.StartAsync(ownProcess: false);
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    /// <summary>The whole log is read for every length that its last record can be cut to; three of them are resumed from.</summary>
    private static async Task TornAsync(RowRun run)
    {
        await using var scene = await Scene.BeginAsync(configuration => configuration["snapshotInterval"] = "00:10:00");
        scene.BeginWriting();
        await Task.Delay(700);
        await scene.EndWritingAsync();
        var revision = await scene.Store.RevisionAsync();
        await scene.WaitRecordedAsync(revision);
        await scene.LoseAsync();
        var newest = (await scene.Account.ListAsync("log/")).Order(StringComparer.Ordinal).Last();
        var whole = (await scene.Account.Etcd.GetBlobClient(newest).DownloadContentAsync()).Value.Content.ToArray();
        var end = await LastFrameAsync(whole);
        for (var length = (int)end; length < whole.Length; length++)
        {
            var (last, outcome) = await ReadAsync(whole[..length]);
            run.Demand(last == revision - 1, $"torn at byte {length} the log reaches revision {last}, not {revision - 1}");
            run.Demand(outcome == (length == end ? FrameOutcome.End : FrameOutcome.Torn), $"torn at byte {length} the log counts as {outcome}");
        }

        await Blobs.RewriteAsync(scene.Account, newest, content => content[..run.Random.Next((int)end + 1, content.Length)]);
        var ack = await scene.StartAsync(ownProcess: false);
        run.Demand(ack.GetProperty("message").GetString()!.Contains("ends within a record", StringComparison.Ordinal), "the torn record is not reported");
        await scene.JudgeAsync(run, lossFrom: 0);
        run.Passed();
    }

    private static async Task<long> LastFrameAsync(byte[] whole)
    {
        var reader = new FrameReader(new MemoryStream(whole));
        long before = 0;
        for (long at = 0; await reader.ReadAsync(default) is { Outcome: FrameOutcome.Frame }; at = reader.Position)
            before = at;
        return before;
    }

    private static async Task<(long Last, FrameOutcome Outcome)> ReadAsync(byte[] content)
    {
        var reader = new FrameReader(new MemoryStream(content));
        for (long last = 0; ;)
        {
            var frame = await reader.ReadAsync(default);
            if (frame.Outcome != FrameOutcome.Frame)
                return (last, frame.Outcome);
            last = frame.Revision;
        }
    }

    private static async Task TwoKeepersAsync(RowRun run)
    {
        for (var i = 0; i < run.Planned; i++)
        {
            await using var scene = await Scene.BeginAsync();
            scene.BeginWriting();
            await Task.Delay(run.Random.Next(200, 900));
            await using var next = scene.NewHost(2);
            next.StartProcess();
            await Waiting.UntilAsync(() => Blobs.AreSealedAsync(scene.Account, "log/000001"), "the first keeper's log is taken over");
            var taken = Environment.TickCount64;
            await Waiting.UntilAsync(() => Task.FromResult(!Blobs.Listens(scene.Host.ClientPort)), "the first keeper's gate is closed");
            run.Demand(Environment.TickCount64 - taken < 5000, $"the first keeper served for {Environment.TickCount64 - taken} ms beside the second");
            await scene.Account.WaitForPhaseAsync("Running", epoch: 2);
            await scene.EndWritingAsync();
            using var store = Scene.NewStore(next);
            await store.CommitAsync([new Frankenetes.EtcdKeeper.Etcd.Protos.RequestOp { RequestPut = Store.Put("second", "serves") }]);
            // What the first one acknowledged before it was taken from is in the second.
            run.Count(scene.Ledger.Judge(await store.KeysAsync(), taken - 1000));
            run.Passed();
        }
    }
}
