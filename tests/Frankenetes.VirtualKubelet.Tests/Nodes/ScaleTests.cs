using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Nodes;

/// <summary>Many pods at once through a provider that counts.</summary>
public sealed class ScaleTests(ControlPlane plane) : NodeTrial(plane)
{
    private const int Count = 60;

    [Fact]
    public async Task Many_pods_at_once_each_get_one_instance_and_all_run()
    {
        var made = new List<V1Pod>();
        // Bound while nobody looks, so that they come at once.
        await Node.KillAsync();
        for (var i = 0; i < Count; i++) made.Add(await CreateAsync(Pod($"many-{i}")));
        Node.Start();
        await Waiting.UntilAsync(async () => await RunningAsync() == Count, $"{Count} pods run");
        Assert.All(made, pod => Assert.Equal(1, Provider.Made[pod.Metadata.Uid]));
    }

    private async Task<int> RunningAsync()
    {
        await Task.Delay(100);
        return (await Plane.Admin.GetAsync<V1PodList>("api/v1/namespaces/default/pods?resourceVersion=0", CancellationToken.None)).Items.Count(IsRunning);
    }
}
