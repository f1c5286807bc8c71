using Frankenetes.Torture.Clusters;

namespace Frankenetes.Torture.Rows;

/// <summary>
/// Group D: the process of a cmdlet is killed before and after each of its write requests and at the first poll of all that it waits for. The same cmdlet again mends it; Remove instead leaves nothing.
/// </summary>
internal static class KilledCmdletRows
{
    private const string Points = "killed before and after every write request and at the first poll of what is waited for";

    public static IEnumerable<Row> All =>
    [
        new("life-killed", $"New {Points}; New again makes one whole cluster. Then Suspend, Resume or Remove {Points}; Remove leaves nothing", null, 1, LifeAsync),
        new("sleep-killed", $"Suspend, and then Resume, {Points}, while 4 writers write; both again: nothing is lost, pods are the same", null, 1, SleepAsync),
        new("killed-removed", $"New {Points}; Remove leaves nothing", null, 1, RemovedAsync),
    ];

    private static async Task LifeAsync(RowRun run)
    {
        await using var scene = await ClusterScene.CreateAsync(run);
        string[] commands = [scene.NewCommand, scene.SuspendCommand, scene.ResumeCommand, scene.RemoveCommand];
        var points = new List<(string Command, CmdletPoint Point)>();
        foreach (var command in commands)
            points.AddRange((await TraceAsync(scene, command)).Select(point => (command, point)));
        var (begins, ends) = (points.Where(point => point.Command == scene.NewCommand).ToList(), points.Where(point => point.Command != scene.NewCommand).ToList());
        foreach (var (begin, end) in run.Choose(Rounds(begins, ends)))
        {
            await KillAsync(scene, begin.Command, begin.Point, run);
            // Killed at its very end it has made a whole cluster, and the second one would be refused.
            await scene.RunAsync($"if ((Get-FrankenetesCluster {scene.Name} -ErrorAction Ignore).State -ne 'Running') {{ {scene.NewCommand} }}", "Running");
            await scene.ConnectAsync();
            await scene.AddPodAsync();
            await scene.JudgeAsync(run);
            if (end.Command == scene.ResumeCommand)
                await scene.RunAsync(scene.SuspendCommand, "Suspended");
            await KillAsync(scene, end.Command, end.Point, run);
            await scene.Azure.Cmdlets.RunAsync(scene.RemoveAgainCommand);
            await scene.JudgeRemovedAsync(run);
            run.Passed();
        }
    }

    private static async Task SleepAsync(RowRun run)
    {
        await using var scene = await ClusterScene.BeginAsync(run);
        // The first epoch asks for some things that later ones do not.
        await scene.RunAsync($"{scene.SuspendCommand}; {scene.ResumeCommand}", "Running");
        var rounds = Rounds(await TraceAsync(scene, scene.SuspendCommand), await TraceAsync(scene, scene.ResumeCommand));
        await scene.JudgeAsync(run);
        foreach (var (suspend, resume) in run.Choose(rounds))
        {
            scene.BeginWriting();
            await scene.WaitWritesAsync();
            await KillAsync(scene, scene.SuspendCommand, suspend, run);
            await scene.RunAsync(scene.SuspendCommand, "Suspended");
            await scene.EndWritingAsync();
            await scene.JudgeAsleepAsync(run);
            await KillAsync(scene, scene.ResumeCommand, resume, run);
            await scene.RunAsync(scene.ResumeCommand, "Running");
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    private static async Task RemovedAsync(RowRun run)
    {
        await using var scene = await ClusterScene.CreateAsync(run);
        var points = await TraceAsync(scene, scene.NewCommand);
        await scene.Azure.Cmdlets.RunAsync(scene.RemoveCommand);
        foreach (var point in run.Choose(points))
        {
            await KillAsync(scene, scene.NewCommand, point, run);
            await scene.Azure.Cmdlets.RunAsync(scene.RemoveAgainCommand);
            await scene.JudgeRemovedAsync(run);
            run.Passed();
        }
    }

    private static async Task<List<CmdletPoint>> TraceAsync(ClusterScene scene, string command) => [.. CmdletPoint.Of(await scene.Azure.Cmdlets.TraceAsync(command))];

    /// <summary>A point of each in every round; there are as many rounds as the longer list has points.</summary>
    private static List<(T, T)> Rounds<T>(List<T> one, List<T> other)
        => [.. Enumerable.Range(0, Math.Max(one.Count, other.Count)).Select(i => (one[i % one.Count], other[i % other.Count]))];

    private static async Task KillAsync(ClusterScene scene, string command, CmdletPoint point, RowRun run)
        => run.Demand(await scene.Azure.Cmdlets.KillAsync(command, point), $"'{command}' was not killed at {point}");
}
