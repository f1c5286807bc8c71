using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Nodes;

/// <summary>Faults under a node with pods: whatever breaks, each pod has one instance and none is lost.</summary>
public sealed class FaultTests(ControlPlane plane) : NodeTrial(plane)
{
    [Fact]
    public async Task Killed_at_any_moment_the_node_makes_every_pod_once_and_loses_none()
    {
        var made = new List<V1Pod>();
        for (var i = 0; i < 20; i++)
        {
            made.Add(await CreateAsync(Pod($"killed-{i}")));
            // From before the first look to after the last write, a little later each time.
            await Task.Delay(i * 4);
            await Node.KillAsync();
            Node.Start();
        }
        foreach (var pod in made) await UntilAsync(pod.Metadata.Name, IsRunning);
        Assert.All(made, pod => Assert.Equal(1, Provider.Made[pod.Metadata.Uid]));
        Assert.DoesNotContain(made, pod => Provider.Deleted.ContainsKey(pod.Metadata.Uid));
    }

    [Fact]
    public async Task Killed_while_pods_are_deleted_the_node_leaves_nothing_behind()
    {
        for (var i = 0; i < 8; i++) await CreateAsync(Pod($"leaving-{i}"));
        for (var i = 0; i < 8; i++) await UntilAsync($"leaving-{i}", IsRunning);
        for (var i = 0; i < 8; i++)
        {
            await DeleteAsync($"leaving-{i}", i % 2 == 0 ? 0 : 5);
            await Task.Delay(i * 5);
            await Node.KillAsync();
            Node.Start();
        }
        for (var i = 0; i < 8; i++) await UntilGoneAsync($"leaving-{i}");
        await Waiting.UntilAsync(async () => !(await Provider.ListAsync(CancellationToken.None)).Any(known => known.Pod.Name.StartsWith("leaving-", StringComparison.Ordinal)), "no instance is left");
    }

    [Fact]
    public async Task An_API_server_that_dies_and_comes_back_costs_no_pod()
    {
        var made = new List<V1Pod>();
        for (var i = 0; i < 5; i++) made.Add(await CreateAsync(Pod($"steady-{i}")));
        await Plane.KillServerAsync();
        await Task.Delay(1000);
        await Plane.StartServerAsync();
        for (var i = 5; i < 10; i++) made.Add(await CreateAsync(Pod($"steady-{i}")));
        foreach (var pod in made) await UntilAsync(pod.Metadata.Name, IsRunning);
        Assert.All(made, pod => Assert.Equal(1, Provider.Made[pod.Metadata.Uid]));
    }

    [Fact]
    public async Task A_backend_that_often_fails_gets_every_pod_once_all_the_same()
    {
        Provider.FailsEvery = 3;
        var made = new List<V1Pod>();
        for (var i = 0; i < 10; i++) made.Add(await CreateAsync(Pod($"patient-{i}")));
        foreach (var pod in made) await UntilAsync(pod.Metadata.Name, IsRunning);
        Provider.FailsEvery = 0;
        Assert.All(made, pod => Assert.Equal(1, Provider.Made[pod.Metadata.Uid]));
    }

    [Fact]
    public async Task A_backend_out_of_reach_shows_on_the_node_and_costs_no_pod()
    {
        var made = await CreateAsync(Pod("calm"));
        var before = await UntilAsync("calm", IsRunning);
        Provider.IsAway = true;
        // Its instance goes unseen meanwhile: nothing may be concluded.
        await CreateAsync(Pod("waits"));
        await Waiting.UntilAsync(async () => await ConditionAsync("MemoryReachable") == "False", "the node says so");
        Assert.Equal(("True", "True"), (await ConditionAsync("NetworkUnavailable"), await ConditionAsync("Ready")));
        Assert.Equal(before.Status.Phase, (await FindAsync("calm"))!.Status.Phase);
        Provider.IsAway = false;
        await Waiting.UntilAsync(async () => await ConditionAsync("MemoryReachable") == "True" && await ConditionAsync("NetworkUnavailable") == "False", "the node says that it is back");
        await UntilAsync("waits", IsRunning);
        Assert.Equal(1, Provider.Made[made.Metadata.Uid]);
    }

    [Theory]
    [InlineData("Always", true)]
    [InlineData("OnFailure", true)]
    [InlineData("Never", false)]
    public async Task A_lost_instance_is_made_again_where_the_policy_says_so_else_the_pod_has_failed(string policy, bool again)
    {
        var name = $"lost-{policy}".ToLowerInvariant();
        var pod = Pod(name);
        pod.Spec.RestartPolicy = policy;
        var made = await CreateAsync(pod);
        await UntilAsync(name, IsRunning);
        Provider.Lose(new PodKey("default", name));
        if (again)
        {
            var back = await UntilAsync(name, found => IsRunning(found) && found.Status.ContainerStatuses[0].RestartCount == 1);
            Assert.Equal((2, "ContainerStatusUnknown"), (Provider.Made[made.Metadata.Uid], back.Status.ContainerStatuses[0].LastState.Terminated.Reason));
        }
        else
        {
            var over = await UntilAsync(name, found => PodPhases.IsTerminal(found));
            Assert.Equal(("Failed", "InstanceLost", 1), (over.Status.Phase, over.Status.Reason, Provider.Made[made.Metadata.Uid]));
        }
    }

    [Fact]
    public async Task A_pod_that_was_replaced_while_nobody_looked_gets_an_instance_of_its_own()
    {
        var first = await CreateAsync(Pod("replaced"));
        await UntilAsync("replaced", IsRunning);
        await Node.KillAsync();
        await DeleteAsync("replaced", 0);
        var second = await CreateAsync(Pod("replaced"));
        Node.Start();
        await UntilAsync("replaced", found => found.Metadata.Uid == second.Metadata.Uid && IsRunning(found));
        Assert.Equal((1, 1), (Provider.Made[first.Metadata.Uid], Provider.Made[second.Metadata.Uid]));
    }
}
