using Frankenetes.ContainerInstances.Models;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Pods.Probing;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.Aci;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.VirtualKubelet.Tests.Pods;

public sealed class PodStatusComposerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 5, 10, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private ProbeResults? _probes;

    [Fact]
    public void A_running_container_makes_a_ready_pod_with_its_address()
    {
        var status = Compose(TestPods.WithContainer("\"ports\":[{\"containerPort\":80}]"), Running());
        Assert.Equal("Running", status.Phase);
        Assert.Equal(["True"], status.Conditions.Where(condition => condition.Type == "Ready").Select(condition => condition.Status));
        Assert.Equal(("10.9.8.7", "10.9.8.7", "10.0.0.4"), (status.PodIP, status.PodIPs.Single().Ip, status.HostIP));
        Assert.StartsWith("aci://", status.ContainerStatuses[0].ContainerID);
    }

    [Fact]
    public void An_exit_code_is_told_as_it_was()
    {
        var pod = TestPods.WithContainer("\"command\":[\"a\"]");
        pod.Spec.RestartPolicy = "Never";
        var status = Compose(pod, new ContainerState { State = "Terminated", ExitCode = 3, StartOn = Now.AddSeconds(-9), FinishOn = Now.AddSeconds(-4), DetailStatus = "Error" });
        Assert.Equal("Failed", status.Phase);
        Assert.Equal((3, "Error", Now.AddSeconds(-4).UtcDateTime), Ended(status));
    }

    [Fact]
    public void A_pod_that_was_brought_back_counts_its_earlier_starts_and_stays_Running()
    {
        var pod = TestPods.WithContainer("\"command\":[\"a\"]");
        pod.Status = Compose(pod, Running());
        pod.Status.ContainerStatuses[0].RestartCount = 2;
        var tags = GroupTags.Compose(KubeletComposition.Translation(TestPods.Configuration, "10.0.0.4"), pod);
        var waiting = Compose(pod, null, tags);
        Assert.Equal(("Running", 3, false), (waiting.Phase, waiting.ContainerStatuses[0].RestartCount, waiting.ContainerStatuses[0].Ready));
        Assert.Equal("main=3", tags["frankenetes-restarts"]);
    }

    [Fact]
    public void The_time_of_a_condition_stays_until_it_changes()
    {
        var pod = TestPods.WithContainer("\"command\":[\"a\"]");
        pod.Status = Compose(pod, Running());
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Now.UtcDateTime, Compose(pod, Running()).Conditions.Single(condition => condition.Type == "Ready").LastTransitionTime);
        Assert.Equal(Now.AddMinutes(1).UtcDateTime, Compose(pod, null).Conditions.Single(condition => condition.Type == "Ready").LastTransitionTime);
    }

    [Fact]
    public void Nothing_is_written_when_nothing_changed_and_what_is_gone_is_cleared()
    {
        var pod = TestPods.WithContainer("\"ports\":[{\"containerPort\":80}]");
        var tags = GroupTags.Compose(KubeletComposition.Translation(TestPods.Configuration, "10.0.0.4"), pod);
        pod.Status = Compose(pod, Running());
        Assert.Null(PodStatusWriter.Compose(pod.Status, Compose(pod, Running(), tags)));
        var patch = PodStatusWriter.Compose(pod.Status, Composer().Waiting(pod, "ContainerCreating", null))!;
        Assert.True(patch.ContainsKey("podIP"));
        Assert.Null(patch["podIP"]);
    }

    [Fact]
    public void Times_are_in_whole_seconds_as_the_API_server_keeps_them()
    {
        var state = new ContainerState { State = "Running", StartOn = Now.AddMilliseconds(-1700) };
        Assert.Equal(Now.AddSeconds(-2).UtcDateTime, Compose(TestPods.WithContainer("\"command\":[\"a\"]"), state).ContainerStatuses[0].State.Running.StartedAt);
    }

    [Theory]
    [InlineData(null, null, false, false)]
    [InlineData(false, true, false, false)]
    [InlineData(true, null, true, false)]
    [InlineData(true, false, true, false)]
    [InlineData(true, true, true, true)]
    public void A_container_is_started_and_ready_as_its_probes_told(bool? startup, bool? readiness, bool started, bool ready)
    {
        _probes = new ProbeResults(startup, readiness);
        var pod = TestPods.WithContainer("\"readinessProbe\":{\"tcpSocket\":{\"port\":80}}");
        pod.Spec.Containers[0].StartupProbe = new V1Probe { TcpSocket = new V1TCPSocketAction { Port = 80 } };
        var status = new PodStatusComposer("10.0.0.4", "aci", (_, _) => _probes, _time).FromInstance(pod, Instance(new ContainerRun(Now))).ContainerStatuses[0];
        Assert.Equal((started, ready), (status.Started, status.Ready));
    }

    [Fact]
    public void A_lost_container_is_told_as_one_that_cannot_be_found_and_counts_on()
    {
        var pod = TestPods.WithContainer("\"command\":[\"a\"]");
        pod.Status = Compose(pod, Running());
        pod.Status = Composer().Lost(pod, "container group default-web is gone");
        Assert.Equal(("Running", 137, "ContainerStatusUnknown"), (pod.Status.Phase, Last(pod.Status).ExitCode, Last(pod.Status).Reason));
        var back = Compose(pod, new ContainerState { State = "Running", StartOn = Now.AddSeconds(9) }, GroupTags.Compose(KubeletComposition.Translation(TestPods.Configuration, "10.0.0.4"), pod));
        Assert.Equal((1, 137), (back.ContainerStatuses[0].RestartCount, Last(back).ExitCode));
    }

    [Fact]
    public void A_pod_that_was_told_to_end_succeeded_when_every_exit_code_is_0()
    {
        var pod = TestPods.WithContainer("\"command\":[\"a\"]");
        Assert.Equal("Succeeded", Composer().Final(pod, Instance(new ContainerRun(Now, Now, 0))).Phase);
        Assert.Equal("Failed", Composer().Final(pod, Instance(new ContainerRun(Now, Now, 143))).Phase);
        Assert.Equal("Failed", Composer().Final(pod, Instance(new ContainerRun(Now))).Phase);
    }

    private static PodInstance Instance(ContainerRun run) =>
        new() { Uid = "u-1", Containers = new Dictionary<string, ContainerInstance> { ["main"] = new() { Current = run } } };

    private static V1ContainerStateTerminated Last(V1PodStatus status) => status.ContainerStatuses[0].LastState.Terminated;

    private static ContainerState Running() => new() { State = "Running", StartOn = Now.AddSeconds(-5) };

    private static (int, string, DateTime?) Ended(V1PodStatus status)
    {
        var ended = status.ContainerStatuses[0].State.Terminated;
        return (ended.ExitCode, ended.Reason, ended.FinishedAt);
    }

    private PodStatusComposer Composer() => new("10.0.0.4", "aci", (_, _) => _probes, _time);

    private V1PodStatus Compose(V1Pod pod, ContainerState? state, Dictionary<string, string>? tags = null)
    {
        var group = TestPods.Translate(pod);
        group.Id = "/subscriptions/s/x";
        group.Containers[0].InstanceView = state is null ? null : new ContainerInstanceView { CurrentState = state };
        if (group.IPAddress is { } address) address.IP = "10.9.8.7";
        if (tags is not null) group.Tags = tags;
        return Composer().FromInstance(pod, AciInstances.Of(group, _time.GetUtcNow()));
    }
}
