using System.Text.Json.Nodes;
using Frankenetes.EtcdKeeper.Tests.Harness;
using Frankenetes.Torture.Clusters;

namespace Frankenetes.Torture.Rows;

/// <summary>Group D: the process of Suspend stands still (SIGSTOP) for longer than the keeper waits for its claim; or it has no way to the API server.</summary>
internal static class StoppedCmdletRows
{
    private const string Limit = "00:00:04";

    public static IEnumerable<Row> All =>
    [
        new("stopped-unclaimed", "Suspend stands still between verify and claim for longer than the keeper's limit (4 s here, 10 min otherwise): it is refused, and all goes on", 5, 1, UnclaimedAsync),
        new("stopped-claimed", "Suspend stands still between claim and delete for longer than the keeper's limit (4 s here): the gate stays closed, and it goes on", 5, 1, ClaimedAsync),
        new("api-unreachable", "Suspend has no way to the API server while controllers and 4 users write", 10, 1, UnreachableAsync),
    ];

    private static async Task UnclaimedAsync(RowRun run)
    {
        await using var scene = await BeginAsync(run);
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await scene.WaitWritesAsync();
            using var suspend = scene.Azure.Cmdlets.Begin(scene.SuspendCommand, new CmdletPoint("PUT /rec/etcd/manifest/*.json", 1, Executed: false, Stops: true));
            await Waiting.UntilAsync(() => Task.FromResult(suspend.IsStopped), "Suspend stands still");
            run.Demand(!suspend.HasEnded, "Suspend ended before its claim");
            await scene.WaitWritesAsync();
            suspend.GoOn();
            var (code, _, errors) = await suspend.EndAsync();
            run.Demand(code != 0 && errors.Contains("took the final snapshot back", StringComparison.Ordinal), $"Suspend ended with {code}: {errors}");
            await scene.WaitWritesAsync();
            await scene.EndWritingAsync();
            await scene.RunAsync("", "Running");
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    private static async Task ClaimedAsync(RowRun run)
    {
        for (var i = 0; i < run.Planned; i++)
        {
            await using var scene = await BeginAsync(run);
            scene.BeginWriting();
            await scene.WaitWritesAsync();
            var delete = $"DELETE /subscriptions/*/resourceGroups/{scene.Name}/providers/Microsoft.ContainerInstance/containerGroups/{scene.StoreGroup}";
            using var suspend = scene.Azure.Cmdlets.Begin(scene.SuspendCommand, new CmdletPoint(delete, 1, Executed: false, Stops: true));
            await Waiting.UntilAsync(() => Task.FromResult(suspend.IsStopped), "Suspend stands still");
            run.Demand(!suspend.HasEnded, "Suspend ended before it deleted anything");
            await Waiting.UntilAsync(async () => (await scene.Azure.BlobAsync("rec", "control", "ack-etcd-keeper.json")).Contains("is claimed", StringComparison.Ordinal), "the keeper knows of the claim");
            var acknowledged = scene.Ledger.Acknowledged;
            suspend.GoOn();
            var (code, _, errors) = await suspend.EndAsync();
            run.Demand(code == 0, $"Suspend ended with {code}: {errors}");
            run.Demand(scene.Ledger.Acknowledged == acknowledged, "the gate was open after the claim");
            await scene.EndWritingAsync();
            await scene.JudgeAsleepAsync(run);
            await scene.RunAsync(scene.ResumeCommand, "Running");
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    private static async Task UnreachableAsync(RowRun run)
    {
        await using var scene = await ClusterScene.BeginAsync(run);
        for (var i = 0; i < run.Planned; i++)
        {
            // The controllers make its pods, the scheduler and the kubelet write to them.
            var template = JsonNode.Parse("""{"metadata":{"labels":{"app":"busy"}},"spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"m","image":"busybox:1.36","command":["sleep","86400"]}]}}""");
            var set = new JsonObject { ["metadata"] = new JsonObject { ["name"] = $"busy{i}" }, ["spec"] = new JsonObject { ["replicas"] = 1, ["selector"] = JsonNode.Parse("""{"matchLabels":{"app":"busy"}}"""), ["template"] = template } };
            scene.BeginWriting();
            await scene.WaitWritesAsync();
            await scene.Server.CreateAsync("/apis/apps/v1/namespaces/default/replicasets", set);
            using var suspend = scene.Azure.Cmdlets.Begin(scene.SuspendCommand, cut: 6443);
            var (code, _, errors) = await suspend.EndAsync();
            run.Demand(code == 0, $"Suspend ended with {code}: {errors}");
            await scene.EndWritingAsync();
            await scene.JudgeAsleepAsync(run);
            await scene.RunAsync(scene.ResumeCommand, "Running");
            await scene.ConnectAsync();
            await Waiting.UntilAsync(async () => (await scene.Server.GetAsync($"/apis/apps/v1/namespaces/default/replicasets/busy{i}")).GetProperty("status").TryGetProperty("readyReplicas", out var ready) && ready.GetInt32() == 1, "the set has its pod");
            await scene.Server.DeleteAsync($"/apis/apps/v1/namespaces/default/replicasets/busy{i}?propagationPolicy=Foreground");
            await Waiting.UntilAsync(async () => (await scene.Azure.GroupsAsync()).All(group => !group.Contains("busy", StringComparison.Ordinal)), "the set's pod is gone");
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    /// <summary>A cluster whose keeper waits that short: its configuration is written anew, and its container started again.</summary>
    private static async Task<ClusterScene> BeginAsync(RowRun run)
    {
        var scene = await ClusterScene.BeginOwnAsync(run);
        var file = Directory.EnumerateFiles(Path.Combine(scene.Azure.Folder, "volumes"), "keeper.json", SearchOption.AllDirectories).Single();
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        configuration["voidAfter"] = Limit;
        await File.WriteAllTextAsync(file, configuration.ToJsonString());
        await scene.Azure.EngineAsync("kill", "--signal", "KILL", (await scene.Azure.ContainersAsync()).Single(name => name.EndsWith(".etcd", StringComparison.Ordinal)));
        scene.BeginWriting();
        await scene.WaitWritesAsync();
        await scene.EndWritingAsync();
        return scene;
    }
}
