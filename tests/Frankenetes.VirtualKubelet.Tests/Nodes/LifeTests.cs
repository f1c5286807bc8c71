using System.Diagnostics;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Nodes;

/// <summary>What the virtual-kubelet project's own end-to-end suite asks of every node, and what a kubelet does besides.</summary>
public sealed class LifeTests(ControlPlane plane) : NodeTrial(plane)
{
    [Fact]
    public async Task The_node_lists_its_pods_by_their_UID()
    {
        var made = await CreateAsync(Pod("listed"));
        await UntilAsync("listed", IsRunning);
        Assert.Contains(await Provider.ListAsync(CancellationToken.None), known => known.Uid == made.Metadata.Uid);
        Assert.Equal(NodeUnderTrial.Name, (await FindAsync("listed"))!.Spec.NodeName);
    }

    [Fact]
    public async Task A_pod_that_is_deleted_gets_its_grace_and_its_exit_codes_are_told_before_it_goes()
    {
        await CreateAsync(Pod("graceful"));
        await UntilAsync("graceful", IsRunning);
        await DeleteAsync("graceful", 3600);
        Assert.Equal(3600, (await FindAsync("graceful"))?.Metadata.DeletionGracePeriodSeconds ?? 3600);
        await UntilGoneAsync("graceful");
        Assert.DoesNotContain(await Provider.ListAsync(CancellationToken.None), known => known.Pod.Name == "graceful");
    }

    [Fact]
    public async Task Exit_codes_are_told_as_they_were_though_the_backend_is_a_moment_behind()
    {
        var pod = Pod("behind");
        // Somebody who wants to see the end of it.
        pod.Metadata.Finalizers = ["example.com/held"];
        await CreateAsync(pod);
        await UntilAsync("behind", IsRunning);
        Provider.Lag = TimeSpan.FromMilliseconds(600);
        await DeleteAsync("behind", 30);
        var over = await UntilAsync("behind", found => found.Status.ContainerStatuses[0].State.Terminated is not null);
        Assert.Equal(143, over.Status.ContainerStatuses[0].State.Terminated.ExitCode);
        await Plane.Admin.MergePatchAsync<V1Pod>("api/v1/namespaces/default/pods/behind", System.Text.Json.Nodes.JsonNode.Parse("""{"metadata":{"finalizers":null}}""")!, CancellationToken.None);
        await UntilGoneAsync("behind");
    }

    [Fact]
    public async Task A_pod_that_does_not_end_by_itself_keeps_its_whole_grace_and_no_more()
    {
        var made = await CreateAsync(Stubborn("stubborn"));
        await UntilAsync("stubborn", IsRunning);
        var begun = Stopwatch.StartNew();
        await DeleteAsync("stubborn", 3);
        await Waiting.UntilAsync(() => Provider.Deleted.ContainsKey(made.Metadata.Uid), "the instance is deleted");
        // Kubernetes keeps whole seconds.
        Assert.True(begun.Elapsed > TimeSpan.FromSeconds(2), "the grace was not given");
        await UntilGoneAsync("stubborn");
    }

    [Fact]
    public async Task A_pod_that_is_deleted_by_force_goes_with_its_instance_at_once()
    {
        await CreateAsync(Stubborn("forced"));
        await UntilAsync("forced", IsRunning);
        await DeleteAsync("forced", 0);
        await Waiting.UntilAsync(async () => !(await Provider.ListAsync(CancellationToken.None)).Any(known => known.Pod.Name == "forced"), "the instance is gone");
        Assert.Null(await FindAsync("forced"));
    }

    [Theory]
    [InlineData("secret", "Secret")]
    [InlineData("configmap", "ConfigMap")]
    public async Task A_pod_runs_without_what_is_optional_and_an_event_tells_of_it(string kind, string word)
    {
        var pod = Pod($"optional-{kind}");
        pod.Spec.Containers[0].Env = [new V1EnvVar { Name = "A", ValueFrom = Source(kind, optional: true) }];
        await CreateAsync(pod);
        await UntilAsync($"optional-{kind}", IsRunning);
        await EventAsync($"optional-{kind}", $"Optional{word}NotFound", $"{word} absent");
    }

    [Theory]
    [InlineData("secret", "Secret")]
    [InlineData("configmap", "ConfigMap")]
    public async Task A_pod_waits_for_what_it_needs_and_says_so_and_the_provider_never_sees_it(string kind, string word)
    {
        var pod = Pod($"mandatory-{kind}");
        pod.Spec.Containers[0].Env = [new V1EnvVar { Name = "A", ValueFrom = Source(kind, optional: false) }];
        var made = await CreateAsync(pod);
        await EventAsync($"mandatory-{kind}", $"Mandatory{word}NotFound", $"{word} absent");
        var waiting = await UntilAsync($"mandatory-{kind}", found => found.Status?.ContainerStatuses?[0].State.Waiting?.Reason == "CreateContainerConfigError");
        Assert.Equal(PodPhases.Pending, waiting.Status.Phase);
        Assert.False(Provider.Made.ContainsKey(made.Metadata.Uid));
    }

    [Fact]
    public async Task A_container_that_fails_is_started_again_and_counted()
    {
        await CreateAsync(Pod("failing", "exit", "3", "0.1"));
        var pod = await UntilAsync("failing", found => found.Status?.ContainerStatuses?[0].RestartCount >= 2);
        Assert.Equal(3, (pod.Status.ContainerStatuses[0].LastState.Terminated ?? pod.Status.ContainerStatuses[0].State.Terminated).ExitCode);
    }

    [Theory]
    [InlineData("Never", 0, "Succeeded")]
    [InlineData("Never", 5, "Failed")]
    [InlineData("OnFailure", 0, "Succeeded")]
    public async Task A_pod_ends_as_its_policy_and_exit_code_say(string policy, int code, string phase)
    {
        var name = $"ends-{policy}-{code}".ToLowerInvariant();
        var pod = Pod(name, "exit", $"{code}", "0.2");
        pod.Spec.RestartPolicy = policy;
        await CreateAsync(pod);
        var over = await UntilAsync(name, found => PodPhases.IsTerminal(found));
        Assert.Equal((phase, code), (over.Status.Phase, over.Status.ContainerStatuses[0].State.Terminated.ExitCode));
        Assert.Equal("BestEffort", over.Status.QosClass);
    }

    [Fact]
    public async Task A_pod_past_its_deadline_fails_with_that_reason()
    {
        var pod = Pod("late");
        pod.Spec.ActiveDeadlineSeconds = 1;
        await CreateAsync(pod);
        var over = await UntilAsync("late", found => PodPhases.IsTerminal(found));
        Assert.Equal(("Failed", "DeadlineExceeded", 143), (over.Status.Phase, over.Status.Reason, over.Status.ContainerStatuses[0].State.Terminated.ExitCode));
        await Waiting.UntilAsync(async () => !(await Provider.ListAsync(CancellationToken.None)).Any(known => known.Pod.Name == "late"), "its instance is gone");
    }

    [Fact]
    public async Task A_readiness_gate_holds_the_pod_back_until_its_condition_is_true()
    {
        var pod = Pod("gated");
        pod.Spec.ReadinessGates = [new V1PodReadinessGate { ConditionType = "example.com/fed" }];
        await CreateAsync(pod);
        var held = await UntilAsync("gated", found => found.Status?.Phase == PodPhases.Running && Of(found, "ContainersReady") == "True");
        Assert.Equal("False", Of(held, "Ready"));
        var open = new System.Text.Json.Nodes.JsonArray([.. held.Status.Conditions.Select(Node_), new System.Text.Json.Nodes.JsonObject { ["type"] = "example.com/fed", ["status"] = "True" }]);
        await Plane.Admin.MergePatchAsync<V1Pod>(
            "api/v1/namespaces/default/pods/gated/status", new System.Text.Json.Nodes.JsonObject { ["status"] = new System.Text.Json.Nodes.JsonObject { ["conditions"] = open } }, CancellationToken.None);
        await UntilAsync("gated", found => Of(found, "Ready") == "True");

        static string? Of(V1Pod pod, string type) => pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == type)?.Status;
        static System.Text.Json.Nodes.JsonNode? Node_(V1PodCondition condition) => System.Text.Json.Nodes.JsonNode.Parse(k8s.KubernetesJson.Serialize(condition));
    }

    // What takes longer than a test waits unless it is told otherwise.
    private static V1Pod Stubborn(string name)
    {
        var pod = Pod(name, "stubborn");
        pod.Spec.TerminationGracePeriodSeconds = 3600;
        return pod;
    }

    private static V1EnvVarSource Source(string kind, bool optional) => kind == "secret"
        ? new V1EnvVarSource { SecretKeyRef = new V1SecretKeySelector { Name = "absent", Key = "k", Optional = optional } }
        : new V1EnvVarSource { ConfigMapKeyRef = new V1ConfigMapKeySelector { Name = "absent", Key = "k", Optional = optional } };
}
