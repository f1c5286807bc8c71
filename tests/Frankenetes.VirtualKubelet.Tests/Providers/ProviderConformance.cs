using System.Collections.Concurrent;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Providers;

/// <summary>What every provider must keep, whatever runs behind it. A provider's own test class says how to make it and how its containers are told what to do.</summary>
public abstract class ProviderConformance : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ConcurrentQueue<PodKey> _told = new();

    internal IPodProvider Provider { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Provider = await MakeAsync();
        Provider.Subscribe(_told.Enqueue);
    }

    public abstract Task DisposeAsync();

    [Fact]
    public async Task A_created_pod_runs_under_its_UID_with_an_address_for_its_ports()
    {
        var pod = Pod("run", Stays);
        pod.Spec.Containers[0].Ports = [new V1ContainerPort { ContainerPort = 8080 }];
        await CreateAsync(pod);
        var instance = await FindAsync(pod, found => IsRunning(found, "main") && found.Address is not null);
        Assert.Equal((pod.Metadata.Uid, false, null, 0), (instance.Uid, instance.IsForeign, instance.Failure, instance.Containers["main"].Restarts));
        Assert.InRange(instance.Containers["main"].Current!.StartedAt!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(2));
    }

    [Fact]
    public async Task A_pod_that_was_never_created_is_not_found()
    {
        Assert.Null(await Provider.FindAsync(new PodKey("default", "nobody"), None));
        Assert.DoesNotContain(await Provider.ListAsync(None), known => known.Pod.Name == "nobody");
    }

    [Fact]
    public async Task Creating_again_changes_nothing()
    {
        var pod = await CreateAsync(Pod("twice", Stays));
        var before = await FindAsync(pod, found => IsRunning(found, "main"));
        await Provider.CreateAsync(pod, new PodInputs(), None);
        await Task.Delay(500);
        var after = await FindAsync(pod, found => IsRunning(found, "main"));
        Assert.Equal((before.Containers["main"].Current, 0), (after.Containers["main"].Current, after.Containers["main"].Restarts));
        Assert.Single(await Provider.ListAsync(None), known => known.Pod == PodKey.Of(pod));
    }

    [Fact]
    public async Task A_name_that_another_UID_bears_is_occupied_and_that_one_stays()
    {
        var first = await CreateAsync(Pod("name", Stays));
        await FindAsync(first, found => IsRunning(found, "main"));
        var second = Pod("name", Stays);
        second.Metadata.Uid = "another";
        Assert.Equal(ProviderFailure.Occupied, (await Assert.ThrowsAsync<ProviderException>(() => Provider.CreateAsync(second, new PodInputs(), None))).Failure);
        await Provider.DeleteAsync(PodKey.Of(second), "another", None);
        Assert.True(IsRunning(await FindAsync(first, _ => true), "main"));
    }

    [Fact]
    public async Task An_exit_code_is_told_as_it_was_and_nothing_starts_again_where_the_policy_is_Never()
    {
        var pod = await CreateAsync(Pod("code", Exits(7), "Never"));
        var ended = (await FindAsync(pod, found => found.Containers.GetValueOrDefault("main")?.Current is { IsOver: true })).Containers["main"];
        Assert.Equal((7, 0), (ended.Current!.ExitCode, ended.Restarts));
        // Kubernetes keeps whole seconds; two clocks may have told the fractions.
        Assert.True(ended.Current.FinishedAt >= ended.Current.StartedAt - TimeSpan.FromSeconds(1), $"{ended.Current}");
    }

    [Fact]
    public async Task What_ended_well_stays_ended_where_the_policy_is_OnFailure()
    {
        var pod = await CreateAsync(Pod("well", Exits(0), "OnFailure"));
        await FindAsync(pod, found => found.Containers.GetValueOrDefault("main")?.Current is { IsOver: true, ExitCode: 0 });
        await Task.Delay(1500);
        Assert.Equal(0, (await FindAsync(pod, _ => true)).Containers["main"].Restarts);
    }

    [Fact]
    public async Task A_container_that_fails_starts_again_and_its_last_run_is_told()
    {
        var pod = await CreateAsync(Pod("again", Exits(3)));
        var main = (await FindAsync(pod, found => found.Containers.GetValueOrDefault("main") is { Restarts: > 0, Previous: not null })).Containers["main"];
        Assert.Equal(3, main.Previous!.ExitCode);
    }

    [Fact]
    public async Task Init_containers_run_first_and_in_turn()
    {
        var pod = Pod("init", Stays);
        pod.Spec.InitContainers = [Exits(0), Exits(0)];
        (pod.Spec.InitContainers[0].Name, pod.Spec.InitContainers[1].Name) = ("one", "two");
        await CreateAsync(pod);
        var found = (await FindAsync(pod, seen => IsRunning(seen, "main"))).Containers;
        Assert.Equal((0, 0), (found["one"].Current!.ExitCode, found["two"].Current!.ExitCode));
        Assert.True(found["one"].Current!.FinishedAt <= found["two"].Current!.FinishedAt && found["two"].Current!.FinishedAt <= found["main"].Current!.StartedAt);
    }

    [Fact]
    public async Task An_init_container_that_fails_holds_the_others_back()
    {
        var pod = Pod("held", Stays, "Never");
        pod.Spec.InitContainers = [Exits(4)];
        pod.Spec.InitContainers[0].Name = "one";
        await CreateAsync(pod);
        var found = (await FindAsync(pod, seen => seen.Containers.GetValueOrDefault("one")?.Current is { IsOver: true })).Containers;
        Assert.Equal(4, found["one"].Current!.ExitCode);
        Assert.Null(found.GetValueOrDefault("main")?.Current);
    }

    [Fact]
    public async Task Earlier_starts_are_given_back()
    {
        var pod = Pod("back", Stays);
        pod.Status = new V1PodStatus { ContainerStatuses = [new V1ContainerStatus { Name = "main", ContainerID = "x://1", RestartCount = 4 }] };
        await CreateAsync(pod);
        Assert.Equal(5, (await FindAsync(pod, _ => true)).EarlierStarts["main"]);
    }

    [Fact]
    public async Task A_deleted_pod_goes_with_all_that_it_held_and_deleting_again_is_success()
    {
        var pod = await CreateAsync(Pod("gone", Stays));
        await FindAsync(pod, found => IsRunning(found, "main"));
        await Provider.DeleteAsync(PodKey.Of(pod), pod.Metadata.Uid, None);
        await Waiting.UntilAsync(async () => await Provider.FindAsync(PodKey.Of(pod), None) is null, "the pod is gone");
        Assert.DoesNotContain(await Provider.ListAsync(None), known => known.Pod == PodKey.Of(pod));
        await Provider.DeleteAsync(PodKey.Of(pod), pod.Metadata.Uid, None);
        Assert.Equal(ProviderFailure.Absent, (await Assert.ThrowsAsync<ProviderException>(() => Provider.GetLogsAsync(PodKey.Of(pod), "main", null, false, None))).Failure);
    }

    [Fact]
    public async Task The_name_of_a_deleted_pod_can_be_taken_by_another()
    {
        var first = await CreateAsync(Pod("next", Stays));
        await Provider.DeleteAsync(PodKey.Of(first), first.Metadata.Uid, None);
        await Waiting.UntilAsync(async () => await Provider.FindAsync(PodKey.Of(first), None) is null, "the first is gone");
        var second = Pod("next", Stays);
        second.Metadata.Uid = "second";
        await CreateAsync(second);
        Assert.Equal("second", (await FindAsync(second, found => IsRunning(found, "main"))).Uid);
    }

    [Fact]
    public async Task Every_instance_is_listed_with_the_UID_that_it_was_made_for()
    {
        var pods = new[] { Pod("one", Stays), Pod("two", Stays) };
        foreach (var pod in pods) await CreateAsync(pod);
        var listed = await Provider.ListAsync(None);
        foreach (var pod in pods) Assert.Contains(new PodIdentity(PodKey.Of(pod), pod.Metadata.Uid), listed);
    }

    [Fact]
    public async Task A_log_holds_what_was_written_and_can_be_cut_and_timed()
    {
        var pod = await CreateAsync(Pod("log", Prints("hello there")));
        await Waiting.UntilAsync(async () => await LogAsync(pod, null, false) == "hello there\n", "the log holds the line");
        Assert.Equal("hello there\n", await LogAsync(pod, 1, false));
        Assert.Equal("", await LogAsync(pod, 0, false));
        var (moment, text) = (await LogAsync(pod, null, true)).Split(' ', 2) is [var first, var rest] ? (first, rest) : ("", "");
        Assert.Equal("hello there\n", text);
        Assert.InRange(DateTimeOffset.Parse(moment, null), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(2));
    }

    [Fact]
    public async Task The_log_of_an_unknown_container_is_absent()
    {
        var pod = await CreateAsync(Pod("silent", Stays));
        await FindAsync(pod, found => IsRunning(found, "main"));
        Assert.Equal(ProviderFailure.Absent, (await Assert.ThrowsAsync<ProviderException>(() => Provider.GetLogsAsync(PodKey.Of(pod), "nobody", null, false, None))).Failure);
    }

    [Fact]
    public async Task Changes_are_told_where_the_provider_says_that_it_tells()
    {
        if (!Provider.TellsEveryChange) return;
        var pod = await CreateAsync(Pod("told", Exits(5), "Never"));
        await FindAsync(pod, found => found.Containers.GetValueOrDefault("main")?.Current is { IsOver: true });
        await Waiting.UntilAsync(() => _told.Count(key => key == PodKey.Of(pod)) >= 2, "start and end were told");
    }

    [Fact]
    public async Task Terminating_what_has_ended_or_is_absent_returns_at_once()
    {
        var never = Pod("absent", Stays);
        Assert.False(await Provider.TerminateAsync(never, TimeSpan.FromMinutes(5), None).WaitAsync(TimeSpan.FromMinutes(1)));
        var ended = await CreateAsync(Pod("ended", Exits(0), "Never"));
        await FindAsync(ended, found => found.Containers.GetValueOrDefault("main")?.Current is { IsOver: true });
        await Provider.TerminateAsync(ended, TimeSpan.FromMinutes(5), None).WaitAsync(TimeSpan.FromMinutes(1));
    }

    /// <summary>Makes the provider, with a backend that holds nothing of it.</summary>
    internal abstract Task<IPodProvider> MakeAsync();

    /// <summary>A container that runs until it is told to end, and ends then.</summary>
    internal abstract V1Container Stays { get; }

    /// <summary>A container that ends with this code soon.</summary>
    internal abstract V1Container Exits(int code);

    /// <summary>A container that writes this line and stays.</summary>
    internal abstract V1Container Prints(string line);

    internal static V1Container Container(params string[] command) => new() { Name = "main", Image = "docker.io/library/busybox:1.36", Command = command };

    internal V1Pod Pod(string name, V1Container container, string restartPolicy = "Always") => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Uid = $"uid-{GetType().Name}-{name}" },
        Spec = new V1PodSpec { NodeName = "frankenetes-linux", RestartPolicy = restartPolicy, Containers = [container] },
    };

    internal async Task<V1Pod> CreateAsync(V1Pod pod)
    {
        await Provider.CreateAsync(pod, new PodInputs(), None);
        return pod;
    }

    internal Task<PodInstance> FindAsync(V1Pod pod, Func<PodInstance, bool> wanted) => Waiting.ForAsync(
        async () => await Provider.FindAsync(PodKey.Of(pod), None) is { } found && wanted(found) ? found : null, $"{pod.Metadata.Name} is as wanted");

    internal static bool IsRunning(PodInstance instance, string container) => instance.Containers.GetValueOrDefault(container)?.Current is { IsOver: false };

    internal Task<string> LogAsync(V1Pod pod, int? tail, bool timestamps) => Provider.GetLogsAsync(PodKey.Of(pod), "main", tail, timestamps, None);
}
