using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Tests.Nodes;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.VirtualKubelet.Tests.Pods;

public sealed class PodTerminationsTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly CountingProvider _provider = new();
    private readonly PodMemory _memory = new();
    private readonly V1Pod _pod = new()
    {
        Metadata = new V1ObjectMeta { Name = "p", NamespaceProperty = "default", Uid = "u" },
        Spec = new V1PodSpec { Containers = [new V1Container { Name = "main", Image = "x" }] },
    };

    [Fact]
    public async Task What_has_just_ended_is_looked_at_less_and_less_often_until_the_backend_would_say_so()
    {
        var terminations = await EndAsync();
        var waits = Enumerable.Range(0, 5).Select(_ => terminations.Left(_pod, Grace, _memory)).ToList();
        Assert.Equal(waits.Order(), waits);
        Assert.Equal(5, waits.OfType<TimeSpan>().Distinct().Count());
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(terminations.Left(_pod, Grace, _memory));
    }

    [Fact]
    public async Task Where_nobody_was_told_there_is_no_end_to_wait_for()
    {
        _provider.IsDeaf = true;
        var terminations = await EndAsync();
        Assert.Null(terminations.Left(_pod, Grace, _memory));
    }

    [Fact]
    public async Task Many_that_have_just_ended_share_the_reads_of_the_node()
    {
        var pace = new LookPace(new RateSection(), providerTells: false);
        for (var i = 0; i < 1000; i++) pace.Changing($"{i}", TimeSpan.Zero);
        var terminations = await EndAsync(pace);
        Assert.True(terminations.Left(_pod, Grace, _memory) > TimeSpan.FromSeconds(10));
    }

    private async Task<PodTerminations> EndAsync(LookPace? pace = null)
    {
        var terminations = new PodTerminations(_provider, pace ?? new LookPace(new RateSection(), providerTells: true), _ => { }, _time, NullLogger.Instance);
        await _provider.CreateAsync(_pod, new(), CancellationToken.None);
        await terminations.EndAsync(_pod, Grace).WaitAsync(TimeSpan.FromSeconds(30));
        return terminations;
    }
}
