using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.Torture.Rows;

/// <summary>Group E: the keeper's clock is set. Revisions are in order by their numbers, never by the time.</summary>
internal static class ClockRows
{
    private static readonly TimeSpan[] Steps = [TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(-5), TimeSpan.FromDays(1), TimeSpan.FromDays(-1), TimeSpan.FromSeconds(-3)];

    public static IEnumerable<Row> All =>
    [
        new("clock-steps", "the keeper's clock is set by ±5 min, ±1 day and -3 s while it writes, between seal and claim, and while the cluster sleeps", 50, 2, StepsAsync),
    ];

    private static async Task StepsAsync(RowRun run)
    {
        foreach (var i in run.Choose([.. Enumerable.Range(0, 50)]))
        {
            var (clock, step) = (new SteppedTime(), Steps[i % Steps.Length]);
            await using var scene = await Scene.BeginAsync(configuration => configuration["snapshotInterval"] = "00:00:01", ownProcess: false, clock);
            scene.BeginWriting();
            await Task.Delay(run.Random.Next(200, 1200));
            clock.Set(step);
            await Task.Delay(run.Random.Next(200, 1200));
            await scene.SealAsync();
            await scene.EndWritingAsync();
            clock.Set(TimeSpan.Zero);
            // A keeper whose clock was set to a later time may have taken its seal back; then it goes on.
            var claimed = await scene.Account.ClaimAsync(scene.Epoch);
            if (!claimed)
                await scene.Account.WaitForPhaseAsync("Voided", epoch: scene.Epoch);
            await scene.LoseAsync();
            clock.Set(-step);
            var ack = await scene.StartAsync(ownProcess: false);
            run.Demand(!claimed || ack.GetProperty("message").ValueKind == System.Text.Json.JsonValueKind.Null, $"the resume was not clean: {ack.GetProperty("message")}");
            await scene.JudgeAsync(run);
            // The same without a seal.
            scene.BeginWriting();
            await Task.Delay(run.Random.Next(200, 600));
            clock.Set(step);
            await Task.Delay(run.Random.Next(200, 600));
            await scene.EndWritingAsync();
            await scene.WaitProtectedAsync(await scene.Store.RevisionAsync());
            await scene.LoseAsync();
            clock.Set(TimeSpan.Zero);
            await scene.StartAsync(ownProcess: false);
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }
}
