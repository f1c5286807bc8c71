using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Nodes;

public sealed class WatchDropTests(ControlPlane plane) : NodeTrial(plane)
{
    private readonly DroppingProxy _proxy = new(plane.Port);

    public override Task InitializeAsync()
    {
        Node = new NodeUnderTrial(Plane, Provider, _proxy.Port);
        return base.InitializeAsync();
    }

    [Fact]
    public async Task With_every_connection_cut_again_and_again_pods_come_and_go_as_they_should()
    {
        var made = new List<V1Pod>();
        for (var i = 0; i < 20; i++)
        {
            made.Add(await CreateAsync(Pod($"cut-{i}")));
            await Task.Delay(100);
            _proxy.Drop();
        }
        foreach (var pod in made) await UntilAsync(pod.Metadata.Name, IsRunning, 60);
        Assert.All(made, pod => Assert.Equal(1, Provider.Made[pod.Metadata.Uid]));
        foreach (var pod in made)
        {
            await DeleteAsync(pod.Metadata.Name, 1);
            _proxy.Drop();
        }
        foreach (var pod in made) await UntilGoneAsync(pod.Metadata.Name, 60);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _proxy.Dispose();
    }
}
