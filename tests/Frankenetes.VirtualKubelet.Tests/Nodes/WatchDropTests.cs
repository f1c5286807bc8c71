using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Nodes;

public sealed class WatchDropTests(ControlPlane plane) : NodeTrial(plane)
{
    private readonly DroppingProxy _proxy = new(plane.Port);
    private readonly CollectedLog _log = new();

    public override Task InitializeAsync()
    {
        Node = new NodeUnderTrial(Plane, Provider, _proxy.Port, _log);
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
        foreach (var pod in made) await UntilAsync(pod.Metadata.Name, IsRunning);
        Assert.All(made, pod => Assert.Equal(1, Provider.Made[pod.Metadata.Uid]));
        foreach (var pod in made)
        {
            await DeleteAsync(pod.Metadata.Name, 1);
            _proxy.Drop();
        }
        foreach (var pod in made) await UntilGoneAsync(pod.Metadata.Name);
    }

    [Fact]
    public async Task A_watch_from_before_a_compaction_is_listed_anew_and_nothing_is_missed()
    {
        var stays = await CreateAsync(Pod("old-stays"));
        await CreateAsync(Pod("old-goes"));
        foreach (var name in new[] { "old-stays", "old-goes" }) await UntilAsync(name, IsRunning);
        _proxy.IsCut = true;
        _proxy.Drop();
        await DeleteAsync("old-goes", 0);
        var comes = await CreateAsync(Pod("old-comes"));
        await Plane.CompactAsync();
        // An API server that goes on remembers in its cache what etcd forgot.
        await Plane.KillServerAsync();
        await Plane.StartServerAsync();
        _proxy.IsCut = false;
        await UntilAsync("old-comes", IsRunning);
        await Waiting.UntilAsync(async () => !(await Provider.ListAsync(CancellationToken.None)).Any(known => known.Pod.Name == "old-goes"), "the instance of the pod that went is gone");
        Assert.Equal((1, 1), (Provider.Made[stays.Metadata.Uid], Provider.Made[comes.Metadata.Uid]));
        Assert.DoesNotContain(stays.Metadata.Uid, Provider.Deleted.Keys);
        Assert.Contains("is too old, listing again", _log.Text, StringComparison.Ordinal);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _proxy.Dispose();
    }
}
