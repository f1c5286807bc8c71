using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.Torture.Rows;

/// <summary>Group A: etcd and keeper are killed, the container group is lost.</summary>
internal static class StoreRows
{
    /// <summary>What the plan allows a lost group to lose: writes of its last second. A kill takes effect at once, so from a second before it.</summary>
    private const long AllowedMilliseconds = 1000;

    public static IEnumerable<Row> All =>
    [
        new("etcd-killed", "kill -9 of etcd at a random moment, 4 writers; then the group is lost at rest", 200, 3, EtcdKilledAsync),
        new("keeper-killed", "kill -9 of the keeper at a random moment, its container starts again on the volume", 200, 2, run => KeeperKilledAsync(run, etcdToo: false)),
        new("both-killed", "kill -9 of keeper and etcd, the container starts again on the volume", 100, 1, run => KeeperKilledAsync(run, etcdToo: true)),
        new("group-lost", "keeper, etcd and volume are gone at a random moment; the next epoch replays", 50, 2, GroupLostAsync),
        new("killed-in-replay", "the resuming keeper is killed at a random moment of its start, and started again", 100, 1, KilledInReplayAsync),
        new("suspend-resume", "4 writers until they are refused; suspend, claim, resume: nothing may be lost", 100, 2, SuspendResumeAsync),
        new("killed-in-suspend", "the keeper is killed at a random moment of the final snapshot, and started again", 50, 1, KilledInSuspendAsync),
    ];

    private static async Task EtcdKilledAsync(RowRun run)
    {
        await using var scene = await Scene.BeginAsync(ownProcess: false);
        scene.BeginWriting();
        for (var i = 0; i < run.Planned; i++)
        {
            await Task.Delay(run.Random.Next(0, 2000));
            var before = scene.Ledger.Acknowledged;
            scene.KillEtcd();
            await scene.WaitGoesOnAsync(before);
            run.Passed();
        }

        await scene.EndWritingAsync();
        await scene.JudgeAsync(run);
        await scene.WaitRecordedAsync(await scene.Store.RevisionAsync());
        await scene.LoseAtRestAsync(run);
    }

    private static async Task KeeperKilledAsync(RowRun run, bool etcdToo)
    {
        await using var scene = await Scene.BeginAsync();
        scene.BeginWriting();
        for (var i = 0; i < run.Planned; i++)
        {
            await Task.Delay(run.Random.Next(0, 2000));
            var before = scene.Ledger.Acknowledged;
            await scene.Host.KillProcessAsync();
            if (etcdToo)
                scene.KillEtcd();
            scene.Host.StartProcess();
            await scene.WaitGoesOnAsync(before);
            run.Passed();
        }

        await scene.EndWritingAsync();
        await scene.JudgeAsync(run);
        await scene.WaitRecordedAsync(await scene.Store.RevisionAsync());
        await scene.LoseAtRestAsync(run);
    }

    private static async Task GroupLostAsync(RowRun run)
    {
        await using var scene = await Scene.BeginAsync();
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await Task.Delay(run.Random.Next(200, 2500));
            var highest = await scene.Store.RevisionAsync();
            var at = await scene.LoseAsync();
            await scene.EndWritingAsync();
            var ack = await scene.StartAsync();
            run.Demand(await scene.Store.RevisionAsync() > highest, "the revision went back");
            run.Demand(ack.GetProperty("message").GetString()!.Contains("is lost", StringComparison.Ordinal), "the loss is not told");
            await scene.JudgeAsync(run, at - AllowedMilliseconds);
            run.Passed();
        }
    }

    private static async Task KilledInReplayAsync(RowRun run)
    {
        await using var scene = await Scene.BeginAsync();
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await Task.Delay(run.Random.Next(300, 1200));
            await scene.EndWritingAsync();
            await scene.WaitRecordedAsync(await scene.Store.RevisionAsync());
            await scene.LoseAsync();
            await scene.StartAsync(wait: false);
            await Task.Delay(run.Random.Next(0, 2500));
            await scene.Host.KillProcessAsync();
            scene.Host.StartProcess();
            await scene.WaitRunningAsync();
            await Waiting.UntilAsync(scene.Host.Client.IsReachableAsync, "the gate is open");
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    private static async Task SuspendResumeAsync(RowRun run)
    {
        await using var scene = await Scene.BeginAsync(ownProcess: false);
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await Task.Delay(run.Random.Next(100, 800));
            var sealedAt = (await scene.SealAsync()).GetProperty("revision").GetInt64();
            await scene.EndWritingAsync();
            run.Demand(await scene.Account.ClaimAsync(scene.Epoch), "the manifest cannot be claimed");
            await scene.LoseAsync();
            var ack = await scene.StartAsync(ownProcess: false);
            run.Demand(ack.GetProperty("message").ValueKind == System.Text.Json.JsonValueKind.Null, $"the resume was not clean: {ack.GetProperty("message")}");
            run.Demand(await scene.Store.RevisionAsync() == sealedAt, "the revision is another than at the suspend");
            await scene.JudgeAsync(run);
            run.Passed();
        }

        // Sleeping and waking again and again must not fill the account: the first snapshot of a life that has the time for one clears away.
        await Waiting.UntilAsync(async () => (await scene.Account.ListAsync("full/")).Count <= 10, "needless snapshots are deleted");
    }

    private static async Task KilledInSuspendAsync(RowRun run)
    {
        await using var scene = await Scene.BeginAsync();
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await Task.Delay(run.Random.Next(100, 600));
            var request = await scene.Account.AskAsync("Suspend", scene.Epoch);
            await Task.Delay(run.Random.Next(0, 1500));
            await scene.Host.KillProcessAsync();
            scene.Host.StartProcess();
            await scene.Account.WaitForPhaseAsync("Sealed", request, scene.Epoch);
            await scene.EndWritingAsync();
            run.Demand(await scene.Account.ClaimAsync(scene.Epoch), "the manifest cannot be claimed");
            await scene.LoseAsync();
            await scene.StartAsync();
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }
}
