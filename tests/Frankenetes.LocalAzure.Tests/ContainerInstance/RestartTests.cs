using System.Text.Json.Nodes;

namespace Frankenetes.LocalAzure.Tests.ContainerInstance;

[Collection(LocalAzureCollection.Name)]
public sealed class RestartTests(LocalAzureFixture azure)
{
    private readonly ArmClient _arm = azure.Arm;

    [Theory]
    [InlineData("Never", 3, "Failed", "Error")]
    [InlineData("Never", 0, "Succeeded", "Completed")]
    [InlineData("OnFailure", 0, "Succeeded", "Completed")]
    public async Task A_container_that_is_not_restarted_leaves_its_exit_code(string policy, int code, string state, string detail)
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "ends", Spec.Group(Spec.Container("app", $"echo bye; exit {code}")).With("restartPolicy", policy));
        var ended = await _arm.GroupAsync(group, "ends", g => (string?)Current(g)["state"] == "Terminated");
        Assert.Equal((code, detail, state), ((int)Current(ended)["exitCode"]!, (string?)Current(ended)["detailStatus"], (string?)ended["properties"]!["instanceView"]!["state"]));
        Assert.Equal("Succeeded", (string?)ended["properties"]!["provisioningState"]);
        Assert.Equal("bye\n", await _arm.LogAsync(group, "ends", "app"));
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/ends");
    }

    [Fact]
    public async Task A_crashing_container_is_restarted_and_then_backed_off()
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "crashes", Spec.Group(Spec.Container("app", "exit 7")));
        var waiting = await _arm.GroupAsync(group, "crashes", g => (string?)Current(g)["detailStatus"] == "CrashLoopBackOff");
        var view = waiting["properties"]!["containers"]![0]!["properties"]!["instanceView"]!;
        Assert.Equal((1, 7), ((int)view["restartCount"]!, (int)view["previousState"]!["exitCode"]!));
        Assert.Contains(view["events"]!.AsArray(), e => (string?)e!["name"] == "BackOff" && (string?)e["type"] == "Warning");
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/crashes");
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_told_as_an_event()
    {
        var group = await _arm.NewResourceGroupAsync();
        var operation = await _arm.PutGroupAsync(group, "bad", Spec.Group(Spec.Container("app", Spec.Busybox, ["/nothing"])).With("restartPolicy", "Never"));
        Assert.Equal("Succeeded", (string?)operation["status"]);
        var failed = await _arm.GroupAsync(group, "bad", g => (string?)Current(g)["state"] == "Terminated");
        Assert.Contains("/nothing", failed["properties"]!["containers"]![0]!["properties"]!["instanceView"]!["events"]!.ToJsonString(), StringComparison.Ordinal);
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/bad");
    }

    [Fact]
    public async Task A_failing_liveness_probe_restarts_the_container()
    {
        var group = await _arm.NewResourceGroupAsync();
        var probe = new { exec = new { command = new[] { "test", "-e", "/healthy" } }, periodSeconds = 1, failureThreshold = 2 };
        await _arm.PutGroupAsync(group, "probed", Spec.Group(Spec.Container("app", "sleep 1000", ("livenessProbe", probe))));
        var restarted = await _arm.GroupAsync(group, "probed", g => (int)g["properties"]!["containers"]![0]!["properties"]!["instanceView"]!["restartCount"]! > 0);
        var events = restarted["properties"]!["containers"]![0]!["properties"]!["instanceView"]!["events"]!.AsArray().Select(e => (string?)e!["name"]).ToList();
        Assert.Contains("Unhealthy", events);
        Assert.Contains("Killing", events);
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/probed");
    }

    [Fact]
    public async Task An_init_container_that_fails_keeps_the_others_from_starting()
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "blocked", Spec.Group(Spec.Container("app", "sleep 1000")).With("restartPolicy", "Never").With("initContainers", new[] { Spec.Init("no", "exit 1") }));
        var failed = (await _arm.SendAsync("GET", $"{_arm.Groups(group)}/blocked")).Body!;
        Assert.Equal(("Failed", "Waiting"), ((string?)failed["properties"]!["instanceView"]!["state"], (string?)Current(failed)["state"]));
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/blocked");
    }

    private static JsonNode Current(JsonNode group) => group["properties"]!["containers"]![0]!["properties"]!["instanceView"]!["currentState"]!;
}
