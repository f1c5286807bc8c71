using System.Diagnostics;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Providers;

/// <summary>What providers must keep that can end containers with a grace period.</summary>
public abstract class TerminationConformance : ProviderConformance
{
    [Fact]
    public async Task A_terminated_pod_ends_by_SIGTERM_and_its_exit_code_stays_to_be_read()
    {
        var pod = await CreateAsync(Pod("term", Stays));
        await FindAsync(pod, found => IsRunning(found, "main"));
        Assert.True(await Provider.TerminateAsync(pod, TimeSpan.FromMinutes(5), CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1)));
        var main = (await FindAsync(pod, found => found.Containers["main"].Current is { IsOver: true })).Containers["main"];
        Assert.Equal((143, 0), (main.Current!.ExitCode, main.Restarts));
    }

    [Fact]
    public async Task Who_does_not_end_by_itself_is_killed_when_the_grace_is_over()
    {
        var pod = await CreateAsync(Pod("stubborn", Stubborn));
        await Waiting.UntilAsync(async () => await LogAsync(pod, null, false) == "deaf\n", "it heeds no signal");
        var watch = Stopwatch.StartNew();
        await Provider.TerminateAsync(pod, TimeSpan.FromSeconds(1), CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(0.9), "the grace was not given");
        await Provider.DeleteAsync(PodKey.Of(pod), pod.Metadata.Uid, CancellationToken.None);
    }

    /// <summary>A container that does not end on SIGTERM, and writes "deaf" when it would not.</summary>
    internal abstract V1Container Stubborn { get; }
}
