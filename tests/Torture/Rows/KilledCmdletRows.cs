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
        new("life-killed", $"New, and then Remove, {Points}; New again makes one whole cluster, Remove again leaves nothing", null, 1, LifeAsync),
        new("sleep-killed", $"Suspend, and then Resume, {Points}, while 4 writers write; both again: nothing is lost, pods are the same", null, 1, SleepAsync),
        new("killed-removed", $"New, Suspend or Resume {Points}; Remove leaves nothing", null, 1, RemovedAsync),
    ];

    private static async Task LifeAsync(RowRun run)
    {
        await using var scene = await ClusterScene.CreateAsync(run);
        foreach (var (begin, end) in run.Choose(Rounds(await TraceAsync(scene, scene.NewCommand), await TraceAsync(scene, scene.RemoveCommand))))
        {
            await KillAsync(scene, scene.NewCommand, begin, run);
            await scene.RunAsync(scene.NewCommand, "Running");
            await scene.ConnectAsync();
            await scene.AddPodAsync();
            await scene.JudgeAsync(run);
            await KillAsync(scene, scene.RemoveCommand, end, run);
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
        (string? Before, string Command)[] all = [(null, scene.NewCommand), (scene.NewCommand, scene.SuspendCommand), ($"{scene.NewCommand}; {scene.SuspendCommand}", scene.ResumeCommand)];
        var rounds = new List<(string? Before, string Command, CmdletPoint Point)>();
        foreach (var (before, command) in run.IsSlice ? [all[run.Random.Next(all.Length)]] : all)
        {
            await BeforeAsync(scene, before);
            rounds.AddRange((await TraceAsync(scene, command)).Select(point => (before, command, point)));
            await scene.Azure.Cmdlets.RunAsync(scene.RemoveCommand);
        }

        foreach (var (before, command, point) in run.Choose(rounds))
        {
            await BeforeAsync(scene, before);
            await KillAsync(scene, command, point, run);
            await scene.Azure.Cmdlets.RunAsync(scene.RemoveAgainCommand);
            await scene.JudgeRemovedAsync(run);
            run.Passed();
        }
    }

    private static async Task BeforeAsync(ClusterScene scene, string? command)
    {
        if (command is not null)
            await scene.Azure.Cmdlets.RunAsync(command);
    }

    private static async Task<List<CmdletPoint>> TraceAsync(ClusterScene scene, string command) => [.. CmdletPoint.Of(await scene.Azure.Cmdlets.TraceAsync(command))];

    /// <summary>A point of each in every round; there are as many rounds as the longer list has points.</summary>
    private static List<(CmdletPoint, CmdletPoint)> Rounds(List<CmdletPoint> one, List<CmdletPoint> other)
        => [.. Enumerable.Range(0, Math.Max(one.Count, other.Count)).Select(i => (one[i % one.Count], other[i % other.Count]))];

    private static async Task KillAsync(ClusterScene scene, string command, CmdletPoint point, RowRun run)
        => run.Demand(await scene.Azure.Cmdlets.KillAsync(command, point), $"'{command}' was not killed at {point}");
}
