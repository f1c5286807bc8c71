using System.Text.Json.Nodes;

namespace Frankenetes.LocalAzure.Tests.ContainerInstance;

[Collection(LocalAzureCollection.Name)]
public sealed class GroupLifeTests(LocalAzureFixture azure)
{
    private readonly ArmClient _arm = azure.Arm;

    [Fact]
    public async Task A_group_comes_up_with_init_containers_volumes_and_variables()
    {
        var group = await _arm.NewResourceGroupAsync();
        var mounts = new[] { new { name = "work", mountPath = "/work" }, new { name = "keys", mountPath = "/keys" } };
        var app = Spec.Container(
            "app",
            "cat /work/made /keys/k; stat -c %a /keys/k; echo $PLAIN $SECRET; id -u; sleep 1000",
            ("volumeMounts", mounts),
            ("securityContext", new { runAsUser = 1234 }),
            ("environmentVariables", new object[] { new { name = "PLAIN", value = "p" }, new { name = "SECRET", secureValue = "hidden-value" } }));
        var body = Spec.Group(app)
            .With("initContainers", new[] { Spec.Init("first", "echo one > /work/made", ("volumeMounts", mounts)), Spec.Init("second", "echo two >> /work/made", ("volumeMounts", mounts)) })
            .With("volumes", new object[] { new { name = "work", emptyDir = new { } }, new { name = "keys", secret = new { k = Convert.ToBase64String("key-content\n"u8) } } });

        var put = await _arm.SendAsync("PUT", $"{_arm.Groups(group)}/full", body);
        Assert.Equal(201, put.Status);
        Assert.Equal("1", put.Headers["Retry-After"]);
        Assert.Equal("Succeeded", (string?)(await _arm.OperationAsync(put))["status"]);

        await ArmClient.UntilAsync(() => _arm.LogAsync(group, "full", "app"), log => log == "one\ntwo\nkey-content\n644\np hidden-value\n1234\n");
        var shown = (await _arm.SendAsync("GET", $"{_arm.Groups(group)}/full")).Body!;
        Assert.Equal(("Succeeded", "Running"), ((string?)shown["properties"]!["provisioningState"], (string?)shown["properties"]!["instanceView"]!["state"]));
        Assert.Equal("Completed", (string?)shown["properties"]!["initContainers"]![1]!["properties"]!["instanceView"]!["currentState"]!["detailStatus"]);
        Assert.DoesNotContain("hidden-value", shown.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("key-content\n"u8), shown.ToJsonString(), StringComparison.Ordinal);
        await DeleteAsync(group, "full");
    }

    [Fact]
    public async Task Lists_carry_no_instance_view()
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "listed", Spec.Group(Spec.Container("app", "sleep 1000")));
        var listed = (await _arm.SendAsync("GET", _arm.Groups(group))).Body!["value"]![0]!;
        Assert.Null(listed["properties"]!["instanceView"]);
        Assert.Null(listed["properties"]!["containers"]![0]!["properties"]!["instanceView"]);
        await DeleteAsync(group, "listed");
    }

    [Fact]
    public async Task Delete_of_an_absent_group_answers_204()
    {
        var group = await _arm.NewResourceGroupAsync();
        Assert.Equal(204, (await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/absent")).Status);
    }

    [Fact]
    public async Task Delete_while_a_group_comes_up_wins()
    {
        var group = await _arm.NewResourceGroupAsync();
        var put = await _arm.SendAsync("PUT", $"{_arm.Groups(group)}/slow", Spec.Group(Spec.Container("app", "sleep 1000")).With("initContainers", new[] { Spec.Init("waits", "sleep 1000") }));
        Assert.Equal("ContainerGroupTransitioning", (await _arm.SendAsync("POST", $"{_arm.Groups(group)}/slow/stop")).Code);
        Assert.Equal(200, (await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/slow")).Status);
        Assert.Equal("Canceled", (string?)(await _arm.OperationAsync(put))["status"]);
        Assert.Equal(404, (await _arm.SendAsync("GET", $"{_arm.Groups(group)}/slow")).Status);
    }

    [Fact]
    public async Task Stop_start_and_restart_do_as_they_say()
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "turns", Spec.Group(Spec.Container("app", "sleep 1000")));
        var first = Started(await _arm.GroupAsync(group, "turns", g => Started(g) is not null));

        Assert.Equal(204, (await _arm.SendAsync("POST", $"{_arm.Groups(group)}/turns/stop")).Status);
        Assert.Equal("Stopped", (string?)(await _arm.SendAsync("GET", $"{_arm.Groups(group)}/turns")).Body!["properties"]!["instanceView"]!["state"]);
        Assert.Equal("ContainerLogNotAvailable", (await _arm.SendAsync("GET", $"{_arm.Groups(group)}/turns/containers/app/logs")).Code);

        var start = await _arm.SendAsync("POST", $"{_arm.Groups(group)}/turns/start");
        Assert.Equal(202, start.Status);
        await _arm.OperationAsync(start);
        var second = Started(await _arm.GroupAsync(group, "turns", g => Started(g) is not null));
        Assert.NotEqual(first, second);

        Assert.Equal(204, (await _arm.SendAsync("POST", $"{_arm.Groups(group)}/turns/restart")).Status);
        await _arm.GroupAsync(group, "turns", g => Started(g) is { } third && third != second);
        await DeleteAsync(group, "turns");
    }

    [Fact]
    public async Task A_put_on_an_existing_group_restarts_it_with_the_new_specification()
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "changed", Spec.Group(Spec.Container("app", "echo before; sleep 1000")));
        var put = await _arm.SendAsync("PUT", $"{_arm.Groups(group)}/changed", Spec.Group(Spec.Container("app", "echo after; sleep 1000")));
        Assert.Equal(200, put.Status);
        await _arm.OperationAsync(put);
        await ArmClient.UntilAsync(() => _arm.LogAsync(group, "changed", "app"), log => log == "after\n");
        var refused = await _arm.SendAsync("PUT", $"{_arm.Groups(group)}/changed", Spec.Group(Spec.Container("app", "sleep 1")).With("restartPolicy", "Never"));
        Assert.Equal((400, "InvalidContainerGroupUpdate"), (refused.Status, refused.Code));
        await DeleteAsync(group, "changed");
    }

    [Fact]
    public async Task Tags_change_without_a_restart()
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "tagged", Spec.Group(Spec.Container("app", "sleep 1000")));
        var before = Started(await _arm.GroupAsync(group, "tagged", g => Started(g) is not null));
        var patched = await _arm.SendAsync("PATCH", $"{_arm.Groups(group)}/tagged", new { tags = new { a = "b" }, location = "eastus" });
        Assert.Equal(("b", before), ((string?)patched.Body!["tags"]!["a"], Started(patched.Body)));
        await DeleteAsync(group, "tagged");
    }

    [Fact]
    public async Task Limits_reach_the_kernel()
    {
        var group = await _arm.NewResourceGroupAsync();
        const string script = "cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max; sleep 1000";
        await _arm.PutGroupAsync(group, "limited", Spec.Group(Spec.Container("app", script)));
        await ArmClient.UntilAsync(() => _arm.LogAsync(group, "limited", "app"), log => log == "536870912\n");
        await DeleteAsync(group, "limited");
    }

    private async Task DeleteAsync(string group, string name) => Assert.Equal(200, (await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/{name}")).Status);

    /// <summary>When its first container has started; null while it does not run.</summary>
    private static string? Started(JsonNode group)
    {
        var state = group["properties"]!["containers"]![0]!["properties"]!["instanceView"]!["currentState"]!;
        return (string?)state["state"] == "Running" ? (string?)state["startTime"] : null;
    }
}
