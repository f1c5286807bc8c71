using System.Globalization;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.Processes;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Providers.Processes;

public sealed class ProcessConformance : TerminationConformance
{
    private readonly string _root = Directory.CreateTempSubdirectory("process-provider-").FullName;

    internal override V1Container Stays => Container("sleep", "300");

    internal override V1Container Stubborn => Container("/bin/sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done");

    internal override V1Container Exits(int code) => Container("/bin/sh", "-c", "exit " + code.ToString(CultureInfo.InvariantCulture));

    internal override V1Container Prints(string line) => Container("/bin/sh", "-c", $"echo '{line}'; sleep 300");

    internal override Task<IPodProvider> MakeAsync() => Task.FromResult<IPodProvider>(New());

    [Fact]
    public async Task Another_life_of_the_provider_finds_what_runs_and_how_it_ends()
    {
        var pod = await CreateAsync(Pod("life", Container("/bin/sh", "-c", "sleep 1; exit 9"), "Never"));
        await FindAsync(pod, found => IsRunning(found, "main"));
        ((IDisposable)Provider).Dispose();
        using var next = New();
        var found = await Harness.Waiting.ForAsync(
            async () => await next.FindAsync(PodKey.Of(pod), CancellationToken.None) is { } seen && seen.Containers["main"].Current is { IsOver: true } ? seen : null, "the end is found");
        Assert.Equal((pod.Metadata.Uid, 9), (found.Uid, found.Containers["main"].Current!.ExitCode));
    }

    [Fact]
    public async Task What_a_container_uses_is_measured()
    {
        var pod = await CreateAsync(Pod("busy", Container("/bin/sh", "-c", "while :; do :; done")));
        await FindAsync(pod, found => IsRunning(found, "main"));
        await Harness.Waiting.UntilAsync(
            async () => await Provider.GetUsageAsync(PodKey.Of(pod), CancellationToken.None) is { } usage && usage.Containers["main"] is { WorkingSetBytes: > 0, CpuTime.Ticks: > 0 }, "usage is told");
    }

    [Fact]
    public async Task What_a_process_cannot_be_given_is_refused()
    {
        var pod = Pod("refused", Stays);
        pod.Spec.Volumes = [new V1Volume { Name = "data", EmptyDir = new V1EmptyDirVolumeSource() }];
        var refused = await Assert.ThrowsAsync<ProviderException>(() => CreateAsync(pod));
        Assert.Equal(ProviderFailure.Refused, refused.Failure);
        Assert.Contains("spec.volumes[data]", refused.Message, StringComparison.Ordinal);
    }

    public override async Task DisposeAsync()
    {
        foreach (var (pod, uid) in await Provider.ListAsync(CancellationToken.None)) await Provider.DeleteAsync(pod, uid, CancellationToken.None);
        ((IDisposable)Provider).Dispose();
        Directory.Delete(_root, true);
    }

    private ProcessProvider New() => new(_root, KubeletComposition.Translation(TestPods.Configuration, "10.0.0.4"), TimeProvider.System);
}
