using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Frankenetes.LocalAzure.Tests.Hosting;

public sealed class SurvivalTests : IAsyncLifetime
{
    private readonly string _state = Directory.CreateTempSubdirectory("local-azure-survival-").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_state, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Containers_outlive_a_killed_process_and_are_adopted()
    {
        using var first = await LocalAzureProcess.StartAsync(_state, FreePorts.Take(3));
        string group, started, token;
        using (var arm = await ArmClient.ConnectAsync(_state))
        {
            group = await arm.NewResourceGroupAsync();
            token = arm.Token;
            await arm.PutGroupAsync(group, "stays", Spec.Group(Spec.Container("app", "echo once; sleep 1000")));
            started = Started(await arm.GroupAsync(group, "stays", g => Started(g) is not null))!;
        }

        await first.KillAsync();
        using var second = await LocalAzureProcess.StartAsync(_state, port: null);
        using (var arm = await ArmClient.ConnectAsync(_state))
        {
            Assert.Equal(200, (await arm.SendAsync("GET", "/tenants", token: token)).Status);
            var adopted = await arm.GroupAsync(group, "stays", g => Started(g) is not null);
            Assert.Equal((started, 0), (Started(adopted), (int)View(adopted)["restartCount"]!));
            Assert.Equal("once\n", await arm.LogAsync(group, "stays", "app"));
            // Still looked after: an end is noticed.
            Assert.Equal(200, (await arm.SendAsync("DELETE", $"{arm.Groups(group)}/stays")).Status);
            Assert.Equal(200, (await arm.SendAsync("POST", "/local-azure/shutdown?removeAll=true")).Status);
        }

        Assert.Equal(0, await second.ExitCodeAsync());
        Assert.False(File.Exists(Path.Combine(_state, "local-azure.json")));
        Assert.False(File.Exists(Path.Combine(_state, "engine", "podman.sock")));
    }

    [Fact]
    public async Task A_group_half_made_when_the_process_was_killed_is_finished_by_the_next()
    {
        using var first = await LocalAzureProcess.StartAsync(_state, FreePorts.Take(3));
        string group, poll;
        using (var arm = await ArmClient.ConnectAsync(_state))
        {
            group = await arm.NewResourceGroupAsync();
            var put = await arm.SendAsync("PUT", $"{arm.Groups(group)}/half", Spec.Group(Spec.Container("app", "sleep 1000"), Spec.Container("two", "sleep 1000")));
            poll = new Uri(put.Headers["Azure-AsyncOperation"]).PathAndQuery;
        }

        await first.KillAsync();
        using var second = await LocalAzureProcess.StartAsync(_state, port: null);
        using (var arm = await ArmClient.ConnectAsync(_state))
        {
            var ended = await ArmClient.UntilAsync(async () => (await arm.SendAsync("GET", poll)).Body!, o => (string?)o["status"] != "InProgress");
            Assert.Equal("Succeeded", (string?)ended["status"]);
            await arm.GroupAsync(group, "half", g => Started(g) is not null);
        }

        Assert.Equal(0, await second.TerminateAsync());
        using var third = await LocalAzureProcess.StartAsync(_state, port: null);
        using (var arm = await ArmClient.ConnectAsync(_state))
            await arm.SendAsync("POST", "/local-azure/shutdown?removeAll=true");
        Assert.Equal(0, await third.ExitCodeAsync());
    }

    [Fact]
    public async Task A_subnet_that_another_took_meanwhile_is_given_up_for_a_free_one()
    {
        var (other, file) = (Path.Combine(_state, "other"), Path.Combine(_state, "instance.json"));
        using (await LocalAzureProcess.StartAsync(_state, FreePorts.Take(3)))
            await RemoveAllAsync(_state);
        using var holder = await LocalAzureProcess.StartAsync(other, FreePorts.Take(3));
        var instance = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        var taken = (string?)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(other, "instance.json")))!["subnet"];
        instance["subnet"] = taken;
        await File.WriteAllTextAsync(file, instance.ToJsonString());

        using var second = await LocalAzureProcess.StartAsync(_state, port: null);
        Assert.NotEqual(taken, (string?)JsonNode.Parse(await File.ReadAllTextAsync(file))!["subnet"]);
        await RemoveAllAsync(_state);
        await RemoveAllAsync(other);
    }

    [Fact]
    public async Task Those_that_start_at_the_same_time_all_find_ports_of_their_own()
    {
        var states = Enumerable.Range(0, 4).Select(number => Path.Combine(_state, $"{number}")).ToList();
        var started = await Task.WhenAll(states.Select(state => LocalAzureProcess.StartAsync(state, port: null)));
        try
        {
            var ports = states.Select(state => (int)JsonNode.Parse(File.ReadAllText(Path.Combine(state, "instance.json")))!["port"]!).Order().ToList();
            Assert.All(ports.Zip(ports.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 3));
        }
        finally
        {
            foreach (var state in states)
                await RemoveAllAsync(state);
            foreach (var process in started)
                process.Dispose();
        }
    }

    [Fact]
    public async Task A_removal_that_the_end_of_the_engine_cut_off_is_finished()
    {
        using var azure = await LocalAzureProcess.StartAsync(_state, FreePorts.Take(3));
        using (var arm = await ArmClient.ConnectAsync(_state))
        {
            var path = $"{arm.Groups(await arm.NewResourceGroupAsync())}/cut";
            var spec = Spec.Group([.. Enumerable.Range(0, 6).Select(number => Spec.Container($"app{number}", "true"))]).With("restartPolicy", "Never");
            // Somewhere within the removal: where exactly is the engine's own affair.
            foreach (var milliseconds in new[] { 5, 15, 25, 35, 45, 60 })
            {
                // An engine that is just starting again is a failure that ARM tells of, and its clients ask again.
                await ArmClient.UntilAsync(() => arm.SendAsync("PUT", path, spec), answer => answer.Status is 200 or 201);
                await ArmClient.UntilAsync(async () => (await arm.SendAsync("GET", path)).Body!, group => (string?)group["properties"]?["instanceView"]?["state"] == "Succeeded");
                var removal = arm.SendAsync("DELETE", path);
                await Task.Delay(milliseconds);
                using (var engine = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(Path.Combine(_state, "engine", "podman.pid")), CultureInfo.InvariantCulture)))
                    engine.Kill();
                await removal;
                await ArmClient.UntilAsync(() => arm.SendAsync("DELETE", path), answer => answer.Status == 204);
            }
        }

        await RemoveAllAsync(_state);
        Assert.Equal(0, await azure.ExitCodeAsync());
    }

    private static async Task RemoveAllAsync(string state)
    {
        using var arm = await ArmClient.ConnectAsync(state);
        await arm.SendAsync("POST", "/local-azure/shutdown?removeAll=true");
        await ArmClient.UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(state, "local-azure.json"))), there => !there);
    }

    private static JsonNode View(JsonNode group) => group["properties"]!["containers"]![0]!["properties"]!["instanceView"]!;

    private static string? Started(JsonNode group) => (string?)View(group)["currentState"]!["state"] == "Running" ? (string?)View(group)["currentState"]!["startTime"] : null;
}
