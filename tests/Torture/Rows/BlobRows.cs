using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Tests.Harness;
using Frankenetes.Torture.Faults;

namespace Frankenetes.Torture.Rows;

/// <summary>Group B: what stands in storage is not what the keeper wrote. Whole or refused, never less and silent.</summary>
internal static class BlobRows
{
    public static IEnumerable<Row> All =>
    [
        new("bit-flips", "one bit of a snapshot, log, manifest or mark is another: whole or refused, never less and silent", 80, 3, FlipsAsync),
        new("blobs-missing", "a middle segment is gone; another cluster's blobs lie beside ours", 20, 1, MissingAsync),
        new("blobs-old", "a segment lies there twice, half of it a second time, or with a snapshot of an epoch that was over", 60, 3, OldAsync),
        new("blobs-gone", "all blobs of a running cluster are gone, and its keeper is started again on the live data", 20, 1, GoneAsync),
        new("listing-stale", "storage lists what it held some seconds ago, while snapshots are taken, needless ones deleted, and at the suspend", 20, 1, StaleAsync),
    ];

    private static async Task FlipsAsync(RowRun run)
    {
        string[] kinds = ["full/", "log/", "manifest/", "opened/"];
        for (var i = 0; i < run.Planned; i++)
        {
            await using var scene = await Scene.BeginAsync(configuration => configuration["snapshotInterval"] = "00:00:01", ownProcess: false);
            scene.BeginWriting();
            await Task.Delay(1500);
            var clean = i % 2 == 0;
            if (clean)
                await scene.Account.WaitForPhaseAsync("Sealed", await scene.Account.AskAsync("Suspend"));
            await scene.EndWritingAsync();
            if (clean)
                run.Demand(await scene.Account.ClaimAsync(), "the manifest cannot be claimed");
            else
                await scene.WaitProtectedAsync(await scene.Store.RevisionAsync());
            await scene.LoseAsync();
            var blobs = await scene.Account.ListAsync(kinds[run.Random.Next(kinds.Length)]);
            if (blobs.Count > 0)
                await Blobs.FlipAsync(scene.Account, blobs[run.Random.Next(blobs.Count)], run.Random);
            await JudgeAsync(scene, run);
            run.Passed();
        }
    }

    private static async Task MissingAsync(RowRun run)
    {
        for (var i = 0; i < run.Planned; i++)
        {
            await using var scene = await Scene.BeginAsync(configuration => configuration["snapshotInterval"] = "00:10:00");
            for (var part = 0; part < 3; part++)
            {
                scene.BeginWriting();
                await Task.Delay(300);
                await scene.EndWritingAsync();
                await scene.WaitRecordedAsync(await scene.Store.RevisionAsync());
                await scene.Host.KillProcessAsync();
                scene.Host.StartProcess();
                await Waiting.UntilAsync(scene.Host.Client.IsReachableAsync, "the gate is open again");
            }

            await scene.LoseAsync();
            await Blobs.AddForeignAsync(scene.Account);
            var segments = (await scene.Account.ListAsync("log/000001")).Order(StringComparer.Ordinal).ToList();
            if (i % 2 == 0)
                await scene.Account.DeleteAsync(segments[1]);
            await JudgeAsync(scene, run);
            run.Passed();
        }
    }

    /// <summary>All is there, or the start is refused with a reason.</summary>
    private static async Task JudgeAsync(Scene scene, RowRun run)
    {
        try
        {
            await scene.StartAsync(ownProcess: false);
        }
        catch (InvalidOperationException refused)
        {
            run.Demand(refused.Message.Contains("cannot be resumed", StringComparison.Ordinal) || refused.Message.Contains("damaged", StringComparison.Ordinal) || refused.Message.Contains("not the one that was suspended", StringComparison.Ordinal) || refused.Message.Contains("nothing to resume from", StringComparison.Ordinal), refused.Message);
            return;
        }

        await scene.JudgeAsync(run);
    }

    private static async Task OldAsync(RowRun run)
    {
        for (var i = 0; i < run.Planned; i++)
        {
            await using var scene = await Scene.BeginAsync(configuration => configuration["snapshotInterval"] = "00:10:00");
            await WriteAsync(scene);
            await scene.LoseAsync();
            await scene.StartAsync(ownProcess: false);
            await WriteAsync(scene);
            await scene.LoseAsync();
            var newest = (await scene.Account.ListAsync("log/")).Select(name => SegmentName.Parse(name)!).MaxBy(name => name.ToString(), StringComparer.Ordinal)!;
            var copy = (i % 3) switch
            {
                0 or 1 => newest with { Sequence = newest.Sequence + 1 },
                _ => newest with { Epoch = 1, Sequence = 9 },
            };
            await Blobs.CopyAsync(scene.Account, newest.ToString(), copy.ToString(), content => i % 3 == 1 ? content[..(content.Length / 2)] : content);
            if (i % 3 == 2)
                await Blobs.CopyAsync(scene.Account, (await scene.Account.ListAsync("full/"))[0], "full/000001-0000000000900000-20300101T000000000Z.snapshot", content => content);
            await JudgeAsync(scene, run);
            run.Passed();
        }
    }

    private static async Task GoneAsync(RowRun run)
    {
        for (var i = 0; i < run.Planned; i++)
        {
            await using var scene = await Scene.BeginAsync();
            await WriteAsync(scene);
            await scene.Host.KillProcessAsync();
            foreach (var name in await scene.Account.ListAsync(""))
                await scene.Account.DeleteAsync(name);
            scene.Host.StartProcess();
            await Waiting.UntilAsync(scene.Host.Client.IsReachableAsync, "the live data is served");
            await scene.JudgeAsync(run);
            // And it is protected anew.
            await WriteAsync(scene);
            await scene.LoseAsync();
            await scene.StartAsync(ownProcess: false);
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    private static async Task StaleAsync(RowRun run)
    {
        await using var scene = await Scene.BeginAsync(configuration => configuration["snapshotInterval"] = "00:00:01", ownProcess: false);
        for (var i = 0; i < run.Planned; i++)
        {
            var listings = new StaleListings();
            scene.Account.Between(listings.PassAsync);
            scene.BeginWriting();
            await Task.Delay(2500);
            listings.AreStale = true;
            await Task.Delay(2500);
            await scene.SealAsync();
            await scene.EndWritingAsync();
            run.Demand(await scene.Account.ClaimAsync(scene.Epoch), "the manifest cannot be claimed");
            await scene.LoseAsync();
            scene.Account.Between(null);
            var ack = await scene.StartAsync(ownProcess: false);
            run.Demand(ack.GetProperty("message").ValueKind == System.Text.Json.JsonValueKind.Null, $"the resume was not clean: {ack.GetProperty("message")}");
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    private static async Task WriteAsync(Scene scene)
    {
        scene.BeginWriting();
        await Task.Delay(700);
        await scene.EndWritingAsync();
        await scene.WaitProtectedAsync(await scene.Store.RevisionAsync());
    }
}
