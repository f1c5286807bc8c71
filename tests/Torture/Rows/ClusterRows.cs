using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Frankenetes.EtcdKeeper.Tests.Harness;
using Frankenetes.Torture.Clusters;

namespace Frankenetes.Torture.Rows;

/// <summary>Groups A and E on whole clusters: their containers are killed, their groups lost, their names and keys are others.</summary>
internal static class ClusterRows
{
    private const long AllowedMilliseconds = 1000;
    private const int ManyGroups = 250;

    public static IEnumerable<Row> All =>
    [
        new("container-killed", "kill -9 of the container of etcd with its keeper, or of the API server, 4 writers", 20, 1, ContainerKilledAsync),
        new("cluster-lost", "the container group with etcd is deleted behind everybody's back; Suspend -Force, Resume", 10, 1, LostAsync),
        new("label-taken", "somebody takes the cluster's name while it sleeps", 10, 1, LabelTakenAsync),
        new("keys-rotated", "the keys of all the cluster's storage accounts are made anew while it sleeps", 10, 1, KeysRotatedAsync),
        new("authorities-expired", "while it sleeps, all certificate authorities run out, or have 20 days left: Resume renews them and says so", 10, 1, AuthoritiesExpiredAsync),
        new("token-expired", "a request of Suspend or Resume is answered with 401 in the middle; what is refused is run again", 10, 1, TokenExpiredAsync),
        new("clock-of-cmdlets", "Suspend and Resume where the clock is 5 minutes off work; where it is a day off they say so, and go on when it is right again", 20, 1, ClockAsync),
        new("many-groups", $"{ManyGroups} pods' groups (5 in a slice) are deleted under ACI's limits; some answers are 429", 1, 1, ManyGroupsAsync),
    ];

    private static async Task ContainerKilledAsync(RowRun run)
    {
        await using var scene = await ClusterScene.BeginAsync(run);
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await scene.WaitWritesAsync(run.Random.Next(10, 100));
            var name = i % 2 == 0 ? ".etcd" : ".kube-apiserver";
            await scene.Azure.EngineAsync("kill", "--signal", "KILL", (await scene.Azure.ContainersAsync()).Single(container => container.EndsWith(name, StringComparison.Ordinal)));
            await scene.WaitWritesAsync();
            await scene.EndWritingAsync();
            await scene.JudgeAsync(run);
            run.Passed();
            if (i % 4 < 3)
                continue;
            // A container that ends again and again is started after ever longer waits, of minutes in the end: new groups begin anew.
            await scene.RunAsync(scene.SuspendCommand, "Suspended");
            await scene.RunAsync(scene.ResumeCommand, "Running");
            await scene.JudgeAsync(run);
        }
    }

    private static async Task LostAsync(RowRun run)
    {
        await using var scene = await ClusterScene.BeginAsync(run);
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await scene.WaitWritesAsync(run.Random.Next(50, 300));
            var at = Environment.TickCount64;
            await scene.Azure.CallAsync(HttpMethod.Delete, GroupOf(scene.Name, scene.StoreGroup));
            await scene.EndWritingAsync();
            await scene.RunAsync($"{scene.SuspendCommand} -Force -WarningAction Ignore", "Suspended");
            await scene.RunAsync($"{scene.ResumeCommand} -WarningAction Ignore; $lost = (Get-FrankenetesCluster {scene.Name}).LastResume.Lost; if (-not $lost) {{ throw 'The loss is not told.' }}", "Running");
            await scene.JudgeAsync(run, at - AllowedMilliseconds);
            run.Passed();
        }
    }

    private static async Task LabelTakenAsync(RowRun run)
    {
        await using var scene = await ClusterScene.BeginAsync(run);
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await scene.WaitWritesAsync();
            var fqdn = await scene.Azure.Cmdlets.RunAsync($"(Get-FrankenetesCluster {scene.Name}).Fqdn; {scene.SuspendCommand}");
            await scene.EndWritingAsync();
            await scene.Azure.CallAsync(HttpMethod.Put, "/subscriptions/{subscription}/resourceGroups/other?api-version=2021-04-01", $$"""{"location":"{{scene.Azure.Location}}"}""");
            await scene.Azure.CallAsync(HttpMethod.Put, GroupOf("other", "thief"), Group(scene.Azure.Location, $$""","ipAddress":{"type":"Public","dnsNameLabel":"{{fqdn.Split('.')[0]}}","ports":[{"port":80}]}"""));
            await scene.RunAsync($"{scene.ResumeCommand} -WarningAction Ignore; if ((Get-FrankenetesCluster {scene.Name}).Fqdn -eq '{fqdn}') {{ throw 'The name is the one that was taken.' }}", "Running");
            await scene.Azure.CallAsync(HttpMethod.Delete, "/subscriptions/{subscription}/resourceGroups/other?api-version=2021-04-01");
            await Waiting.UntilAsync(async () => !(await scene.Azure.GroupsAsync()).Contains("thief"), "the group of the other is gone");
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    private static async Task KeysRotatedAsync(RowRun run)
    {
        await using var scene = await ClusterScene.BeginAsync(run);
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await scene.WaitWritesAsync();
            await scene.RunAsync(scene.SuspendCommand, "Suspended");
            await scene.EndWritingAsync();
            foreach (var account in (await scene.Azure.ResourcesAsync()).Where(id => id.Contains("/storageAccounts/", StringComparison.Ordinal)))
                await scene.Azure.CallAsync(HttpMethod.Post, $"{account}/regenerateKey?api-version=2023-05-01", """{"keyName":"key1"}""");
            await scene.RunAsync(scene.ResumeCommand, "Running");
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    private static async Task AuthoritiesExpiredAsync(RowRun run)
    {
        await using var scene = await ClusterScene.BeginAsync(run);
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await scene.WaitWritesAsync();
            await scene.RunAsync(scene.SuspendCommand, "Suspended");
            await scene.EndWritingAsync();
            var keys = JsonNode.Parse(await scene.Azure.BlobAsync("rec", "cluster", "pki.json"))!.AsObject();
            var authorities = keys.Select(part => part.Value).OfType<JsonObject>().ToList();
            foreach (var authority in authorities)
                Age(authority, TimeSpan.FromDays(i % 2 == 0 ? -1 : 20));
            await scene.Azure.WriteBlobAsync("rec", "cluster", "pki.json", keys.ToJsonString());
            await scene.RunAsync($"{scene.ResumeCommand}; $renewed = (Get-FrankenetesCluster {scene.Name}).LastResume.RenewedCertificates; if ($renewed.Count -lt {authorities.Count}) {{ throw \"Renewed were '$renewed'.\" }}", "Running");
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    /// <summary>The same authority as one that was made long ago: its key stays, its certificate is one that ends then.</summary>
    private static void Age(JsonObject authority, TimeSpan left)
    {
        using var old = X509Certificate2.CreateFromPem((string)authority["certificate"]!, (string)authority["key"]!);
        using var key = old.GetECDsaPrivateKey()!;
        var request = new CertificateRequest(old.SubjectName, key, HashAlgorithmName.SHA256);
        foreach (var extension in old.Extensions)
            request.CertificateExtensions.Add(extension);
        using var aged = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-10), DateTimeOffset.UtcNow + left);
        authority["certificate"] = aged.ExportCertificatePem() + "\n";
    }

    private static async Task TokenExpiredAsync(RowRun run)
    {
        await using var scene = await ClusterScene.BeginAsync(run);
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await scene.WaitWritesAsync();
            await ExpiredAsync(scene, scene.SuspendCommand, "Suspended", run);
            await scene.EndWritingAsync();
            await ExpiredAsync(scene, scene.ResumeCommand, "Running", run);
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    private static async Task ExpiredAsync(ClusterScene scene, string command, string state, RowRun run)
    {
        await SetFaultsAsync(scene, $$"""{"service":"arm","route":"* /subscriptions/*","skip":{{run.Random.Next(8)}},"count":1,"status":401,"code":"ExpiredAuthenticationToken"}""");
        using var first = scene.Azure.Cmdlets.Begin(command);
        var (code, _, errors) = await first.EndAsync();
        run.Demand(code == 0 || errors.Contains("401", StringComparison.Ordinal) || errors.Contains("ExpiredAuthenticationToken", StringComparison.Ordinal), $"it is not said that the token has run out: {errors}");
        await SetFaultsAsync(scene, "");
        await scene.RunAsync(command, state);
    }

    private static async Task ClockAsync(RowRun run)
    {
        TimeSpan[] shifts = [TimeSpan.FromDays(1), TimeSpan.FromMinutes(5), TimeSpan.FromDays(-1), TimeSpan.FromMinutes(-5)];
        await using var scene = await ClusterScene.BeginAsync(run);
        for (var i = 0; i < run.Planned; i++)
        {
            scene.BeginWriting();
            await scene.WaitWritesAsync();
            await OffAsync(scene, scene.SuspendCommand, "Suspended", shifts[i % shifts.Length], run);
            await scene.EndWritingAsync();
            await scene.JudgeAsleepAsync(run);
            await OffAsync(scene, scene.ResumeCommand, "Running", shifts[i % shifts.Length], run);
            await scene.JudgeAsync(run);
            run.Passed();
        }
    }

    private static async Task OffAsync(ClusterScene scene, string command, string state, TimeSpan ahead, RowRun run)
    {
        using var off = scene.Azure.Cmdlets.Begin(command, ahead: ahead);
        var (code, _, errors) = await off.EndAsync();
        if (ahead.Duration() < TimeSpan.FromMinutes(15))
            run.Demand(code == 0, $"with a clock that is {ahead} ahead it ended with {code}: {errors}");
        else
            run.Demand(code != 0 && (errors.Contains("its clock is ", StringComparison.Ordinal) || errors.Contains("not yet valid", StringComparison.Ordinal)), $"with a clock that is {ahead} ahead it ended with {code} and does not say why: {errors}");
        await scene.RunAsync(command, state);
    }

    private static async Task ManyGroupsAsync(RowRun run)
    {
        var groups = run.IsSlice ? 5 : ManyGroups;
        await using var scene = run.IsSlice ? await ClusterScene.BeginAsync(run) : await ClusterScene.BeginOwnAsync(run, "-Limits creates=1000");
        scene.BeginWriting();
        await scene.WaitWritesAsync();
        var id = await scene.Azure.Cmdlets.RunAsync($"[string] (Get-FrankenetesCluster {scene.Name}).Id");
        // The cluster's own, as a virtual kubelet would have made them.
        var tags = $$""","tags":{"frankenetes-cluster":"{{scene.Name}}","frankenetes-cluster-id":"{{id}}"}""";
        await Parallel.ForEachAsync(Enumerable.Range(0, groups), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
            await scene.Azure.CallAsync(HttpMethod.Put, GroupOf($"{scene.Name}-pods", $"many-{i}"), Group(scene.Azure.Location, "", tags)));
        if (run.IsSlice)
            await SetFaultsAsync(scene, """{"service":"arm","route":"DELETE /subscriptions/*/containerGroups/*","count":4,"status":429,"code":"TooManyRequests","retryAfter":1}""");
        await scene.RunAsync(scene.SuspendCommand, "Suspended");
        await scene.EndWritingAsync();
        await scene.JudgeAsleepAsync(run);
        await SetFaultsAsync(scene, "");
        await scene.RunAsync(scene.ResumeCommand, "Running");
        await scene.JudgeAsync(run);
        run.Passed();
    }

    private static async Task SetFaultsAsync(ClusterScene scene, string rule) => await scene.Azure.CallAsync(HttpMethod.Put, "/local-azure/faults", $$"""{"rules":[{{rule}}]}""");

    private static string GroupOf(string resourceGroup, string name)
        => $"/subscriptions/{{subscription}}/resourceGroups/{resourceGroup}/providers/Microsoft.ContainerInstance/containerGroups/{name}?api-version=2023-05-01";

    private static string Group(string location, string properties, string more = "") =>
        $$$"""
        {"location":"{{{location}}}"{{{more}}},"properties":{"osType":"Linux","containers":[{"name":"main","properties":{"image":"docker.io/library/busybox:1.36","command":["sleep","86400"],
        "resources":{"requests":{"cpu":1,"memoryInGB":1}},"ports":[{"port":80}]}}]{{{properties}}}}}
        """;
}
