using System.Collections.Concurrent;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.Aci;
using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Providers.Aci;

/// <summary>Many groups at once, on ARM's side of a local Azure.</summary>
public sealed class ArrivalTests : IAsyncLifetime
{
    private const int Many = 40;
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly LocalAzureProcess _azure = new() { Arguments = ["--without-containers"] };

    public Task InitializeAsync() => _azure.InitializeAsync();

    public Task DisposeAsync() => _azure.DisposeAsync();

    [Fact]
    public async Task Many_groups_that_come_up_and_go_are_told_by_a_few_lists()
    {
        var provider = await ProviderAsync(new RateSection());
        var told = new ConcurrentBag<PodKey>();
        using var ending = new CancellationTokenSource();
        provider.Subscribe(told.Add);
        var arrivals = provider.Arrivals.RunAsync(ending.Token);
        var pods = Enumerable.Range(0, Many).Select(i => Pod($"many-{i}")).ToList();

        foreach (var pod in pods) await provider.CreateAsync(pod, new PodInputs(), None);
        var before = (int)(await _azure.RequestsAsync())["reads"]!;
        await Waiting.UntilAsync(() => told.Count == Many, "all are told");
        Assert.InRange((int)(await _azure.RequestsAsync())["reads"]! - before, 1, 10);
        Assert.Equal(Many, told.Distinct().Count());

        told.Clear();
        foreach (var pod in pods) await provider.FindAsync(PodKey.Of(pod), None);
        foreach (var pod in pods) await provider.DeleteAsync(PodKey.Of(pod), pod.Metadata.Uid, None);
        await Waiting.UntilAsync(() => told.Count == Many, "all are told to be gone");
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => arrivals);
    }

    [Fact]
    public async Task A_create_whose_turn_has_not_come_waits_without_a_word_to_ARM()
    {
        var provider = await ProviderAsync(new RateSection { CreatesPerFiveMinutes = 2 });
        await provider.CreateAsync(Pod("one"), new PodInputs(), None);
        await provider.CreateAsync(Pod("two"), new PodInputs(), None);
        Assert.Null(await provider.FindAsync(new PodKey("default", "three"), None));
        var before = (await _azure.RequestsAsync()).ToJsonString();
        var early = await Assert.ThrowsAsync<ProviderException>(() => provider.CreateAsync(Pod("three"), new PodInputs(), None));
        Assert.Equal(ProviderFailure.Waiting, early.Failure);
        Assert.InRange(early.RetryAfter, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        Assert.Equal(before, (await _azure.RequestsAsync()).ToJsonString());
    }

    private async Task<AciProvider> ProviderAsync(RateSection rates)
    {
        var (client, resourceGroup) = await _azure.NewGroupAsync();
        var configuration = TestPods.Configuration with { Azure = TestPods.Configuration.Azure with { ResourceGroup = resourceGroup } };
        var groups = new PodGroups(client.ContainerGroups, configuration);
        var translator = new PodTranslator(KubeletComposition.Translation(configuration, "10.0.0.4"));
        return new AciProvider(groups, translator, new AciCapacity(client.Locations, groups, "eastus"), new ArmAllowance(rates, TimeProvider.System), new PodSupport(), TimeProvider.System);
    }

    private static V1Pod Pod(string name)
    {
        var pod = TestPods.Pod("""
            "containers":[{"name":"main","image":"nginx"}]
            """);
        (pod.Metadata.Name, pod.Metadata.Uid) = (name, $"uid-{name}");
        return pod;
    }
}
