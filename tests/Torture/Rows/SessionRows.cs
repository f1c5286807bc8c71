using Frankenetes.Torture.Clusters;

namespace Frankenetes.Torture.Rows;

/// <summary>Group D: two sessions change one cluster at once. One wins at a time, nothing is lost, and the same cmdlets again come to an end.</summary>
internal static class SessionRows
{
    public static IEnumerable<Row> All =>
    [
        new("two-sessions", "Suspend beside Suspend, Resume beside Resume, Suspend beside Resume, while 4 writers write", 20, 1, SleepAsync),
        new("two-endings", "Remove beside Suspend, Remove beside Resume, New beside New", 20, 1, EndAsync),
        new("sleep-cycles", "suspend and resume by the cmdlets, 4 writers until they are refused", 100, 1, CyclesAsync),
    ];

    private static async Task SleepAsync(RowRun run)
    {
        await using var scene = await ClusterScene.BeginAsync(run);
        (string, string)[] pairs = [(scene.SuspendCommand, scene.SuspendCommand), (scene.ResumeCommand, scene.ResumeCommand), (scene.SuspendCommand, scene.ResumeCommand)];
        for (var i = 0; i < run.Planned; i++)
        {
            var (one, other) = pairs[i % pairs.Length];
            if (one == scene.ResumeCommand)
                await scene.RunAsync(scene.SuspendCommand, "Suspended");
            else
                scene.BeginWriting();
            await BothAsync(scene, one, other, run);
            await scene.EndWritingAsync();
            await scene.RunAsync(scene.ResumeCommand, "Running");
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    private static async Task EndAsync(RowRun run)
    {
        await using var scene = await ClusterScene.CreateAsync(run);
        for (var i = 0; i < run.Planned; i++)
        {
            if (i % 3 != 2)
                await scene.RunAsync(scene.NewCommand, "Running");
            if (i % 3 == 1)
                await scene.RunAsync(scene.SuspendCommand, "Suspended");
            if (i % 3 == 2)
                await BothAsync(scene, scene.NewCommand, scene.NewCommand, run);
            else
                await BothAsync(scene, scene.RemoveCommand, i % 3 == 0 ? scene.SuspendCommand : scene.ResumeCommand, run);
            await scene.Azure.Cmdlets.RunAsync(scene.RemoveAgainCommand);
            await scene.JudgeRemovedAsync(run);
            run.Passed();
        }
    }

    private static async Task CyclesAsync(RowRun run)
    {
        await using var scene = await ClusterScene.BeginAsync(run);
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await scene.WaitWritesAsync(100);
            await scene.RunAsync(scene.SuspendCommand, "Suspended");
            await scene.EndWritingAsync();
            await scene.JudgeAsleepAsync(run);
            await scene.RunAsync($"{scene.ResumeCommand}; $lost = (Get-FrankenetesCluster {scene.Name}).LastResume.Lost; if ($lost) {{ throw $lost }}", "Running");
            await scene.JudgeAsync(run);
            run.Passed();
        }

        // Sleeping and waking again and again must not fill the account.
        run.CountOrphans([.. (await scene.Azure.BlobsAsync("rec", "etcd")).Where(name => name.StartsWith("full/", StringComparison.Ordinal)).Skip(10)]);
    }

    /// <summary>Runs both at once. One of them may be refused, and says then why.</summary>
    private static async Task BothAsync(ClusterScene scene, string one, string other, RowRun run)
    {
        using var first = scene.Azure.Cmdlets.Begin(one);
        using var second = scene.Azure.Cmdlets.Begin(other);
        var ends = await Task.WhenAll(first.EndAsync(), second.EndAsync());
        run.Demand(ends.Any(end => end.Code == 0), $"neither came to its end: {ends[0].Errors} {ends[1].Errors}");
        run.Demand(ends.All(end => end.Code == 0 || end.Errors.Contains($"'{scene.Name}'", StringComparison.Ordinal)), $"a refusal does not say of what: {ends[0].Errors} {ends[1].Errors}");
    }
}
