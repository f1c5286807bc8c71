using Frankenetes.EtcdKeeper.Tests.Harness;
using Frankenetes.Torture.Faults;

namespace Frankenetes.Torture.Rows;

/// <summary>Group A: the keeper is killed at every write of its life, before storage has it and after.</summary>
internal static class WriteRows
{
    private const int Times = 5;

    /// <summary>Each kind of write request, as <see cref="WritePoint.KindOf"/> names it.</summary>
    private static readonly string[] Kinds =
    [
        "PUT log", "PUT log lease", "PUT log appendblock", "PUT log seal", "PUT full", "PUT opened", "PUT manifest", "PUT acknowledgement", "DELETE full", "DELETE log",
    ];

    public static IEnumerable<Row> All =>
    [
        new("killed-at-writes", $"the keeper is killed before and after each kind of write request ({string.Join(", ", Kinds)}) and started again", Kinds.Length * 2 * Times, 3, KilledAsync),
    ];

    private static async Task KilledAsync(RowRun run)
    {
        foreach (var i in run.Choose([.. Enumerable.Range(0, Kinds.Length * 2 * Times)]))
        {
            var kind = Kinds[i / 2 % Kinds.Length];
            // There is one manifest and one opening in an epoch; of the others, later ones are as good as the first.
            var point = new WritePoint(kind, Executed: i % 2 == 1, Skip: kind is "PUT manifest" or "PUT opened" ? 0 : i / (2 * Kinds.Length) % 3);
            await using var scene = await Scene.CreateAsync(configuration => configuration["snapshotInterval"] = "00:00:00.4");
            var killing = new KilledAtWrite(point, scene);
            scene.Account.Between(killing.PassAsync);
            // All that a keeper ever writes: its start, the log, snapshots and what they make needless, the seal, a start that takes over.
            await scene.StartAsync();
            scene.BeginWriting();
            if (point.Kind != "PUT manifest")
                await Waiting.UntilAsync(() => Task.FromResult(killing.IsDone), $"{point}");
            await Waiting.UntilAsync(scene.Host.Client.IsReachableAsync, "the gate is open");
            await SealAndClaimAsync(scene);
            await scene.EndWritingAsync();
            await scene.LoseAsync();
            await scene.StartAsync();
            run.Demand(killing.IsDone, $"{point} did not come");
            scene.Account.Between(null);
            await scene.JudgeAsync(run);
            // What the killed ones left in storage is what the next epoch replays.
            scene.BeginWriting();
            await Task.Delay(300);
            await scene.LoseAtRestAsync(run);
            run.Passed();
        }
    }

    /// <summary>A keeper that was killed with the manifest in its hands says Sealed and has none to show: Suspend takes that back, and is run again.</summary>
    private static async Task SealAndClaimAsync(Scene scene)
    {
        await scene.SealAsync();
        if ((await scene.Account.ListAsync("manifest/")).Count == 0)
        {
            await scene.Account.WaitForPhaseAsync("Voided", await scene.Account.AskAsync("Thaw", scene.Epoch), scene.Epoch);
            await scene.SealAsync();
        }

        if (!await scene.Account.ClaimAsync(scene.Epoch))
            throw new InvalidOperationException("The manifest cannot be claimed.");
    }
}
