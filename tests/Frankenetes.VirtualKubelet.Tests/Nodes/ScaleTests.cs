using System.Diagnostics;
using System.Globalization;
using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;
using Xunit.Abstractions;

namespace Frankenetes.VirtualKubelet.Tests.Nodes;

/// <summary>Many pods through the in-memory provider. FRANKENETES_BENCH says how many; its figures are what tests/benchmarks/NodeScale.ps1 shows.</summary>
public sealed class ScaleTests(ControlPlane plane, ITestOutputHelper output) : NodeTrial(plane)
{
    private const int Usual = 60;

    [Fact]
    public async Task Many_pods_at_once_each_get_one_instance_and_all_run()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("FRANKENETES_BENCH"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : Usual;
        var made = new List<V1Pod>();
        // Bound while nobody looks: what is measured is the node, not the making of pods.
        await Node.KillAsync();
        for (var i = 0; i < count; i++) made.Add(await CreateAsync(Pod($"many-{i}")));
        GC.Collect();
        var (before, watch) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
        Node.Start();
        await Waiting.UntilAsync(async () => await RunningAsync() == count, $"{count} pods run", 120);
        var (seconds, cpu) = (watch.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FIGURES pods={count} seconds={seconds:0.00} podsPerSecond={count / seconds:0.0} cpuSeconds={cpu:0.00} workingSetMiB={Process.GetCurrentProcess().WorkingSet64 / 1048576}"));
        Assert.All(made, pod => Assert.Equal(1, Provider.Made[pod.Metadata.Uid]));
    }

    private async Task<int> RunningAsync()
    {
        await Task.Delay(100);
        return (await Plane.Admin.GetAsync<V1PodList>("api/v1/namespaces/default/pods?resourceVersion=0", CancellationToken.None)).Items.Count(IsRunning);
    }
}
