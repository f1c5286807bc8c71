using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Tests.Harness;
using Frankenetes.VirtualKubelet.Tests.Nodes;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frankenetes.VirtualKubelet.Tests.Pods;

public sealed class PodFarewellTests
{
    private readonly CountingProvider _provider = new();
    private readonly PodStore _store = new(_ => { });
    private readonly PodTerminations _terminations;
    private readonly PodFarewell _farewell;

    public PodFarewellTests()
    {
        _terminations = new PodTerminations(_provider, new LookPace(new RateSection(), providerTells: true), _ => { }, TimeProvider.System, NullLogger.Instance);
        _farewell = new PodFarewell(_store, _provider, _terminations, NullLogger.Instance);
    }

    [Fact]
    public void Nothing_is_ended_while_the_pods_are_not_known() => Assert.Null(_farewell.Begin());

    [Fact]
    public async Task Each_pod_has_its_own_grace_and_its_instance_goes_with_it()
    {
        var (willing, stubborn, over) = (Pod("willing", 30), Pod("stubborn", 3600, "stubborn"), Pod("over", 5, phase: "Succeeded"));
        _store.Replace([willing, stubborn, over]);
        foreach (var pod in _store.All)
        {
            await _provider.CreateAsync(pod, new(), CancellationToken.None);
            await Waiting.UntilAsync(async () => (await _provider.FindAsync(PodKey.Of(pod), CancellationToken.None))!.Containers["main"].Current is not null, "it runs");
        }

        var farewell = _farewell.Begin()!;
        Assert.True(farewell.Within > TimeSpan.FromHours(1));
        await Waiting.UntilAsync(async () => await _provider.FindAsync(PodKey.Of(willing), CancellationToken.None) is null, "the willing one has gone");
        Assert.False(farewell.Over.IsCompleted);
        Assert.NotNull(await _provider.FindAsync(PodKey.Of(stubborn), CancellationToken.None));
        Assert.NotNull(await _provider.FindAsync(PodKey.Of(over), CancellationToken.None));
    }

    [Fact]
    public async Task A_pod_that_is_brought_back_may_be_told_to_end_again()
    {
        var pod = Pod("back", 30);
        _store.Replace([pod]);
        await _provider.CreateAsync(pod, new(), CancellationToken.None);
        await _farewell.Begin()!.Over.WaitAsync(TimeSpan.FromSeconds(30));
        await _provider.CreateAsync(pod, new(), CancellationToken.None);
        await _terminations.EndAsync(pod, TimeSpan.FromSeconds(30)).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True((await _provider.FindAsync(PodKey.Of(pod), CancellationToken.None))!.Containers["main"].Current!.IsOver);
    }

    [Fact]
    public async Task A_pod_whose_instance_cannot_be_deleted_is_left_to_who_suspends()
    {
        var pod = Pod("stays", 1);
        _store.Replace([pod]);
        await _provider.CreateAsync(pod, new(), CancellationToken.None);
        _provider.IsAway = true;
        await _farewell.Begin()!.Over.WaitAsync(TimeSpan.FromSeconds(30));
        _provider.IsAway = false;
        Assert.NotNull(await _provider.FindAsync(PodKey.Of(pod), CancellationToken.None));
    }

    private static V1Pod Pod(string name, int grace, string? command = null, string phase = "Running") => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Uid = $"u-{name}" },
        Spec = new V1PodSpec { TerminationGracePeriodSeconds = grace, Containers = [new V1Container { Name = "main", Image = "x", Command = command is null ? null : [command] }] },
        Status = new V1PodStatus { Phase = phase },
    };
}
