using Frankenetes.ContainerInstances.Models;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.Aci;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.VirtualKubelet.Tests.Providers.Aci;

public sealed class AciUsageTests : IDisposable
{
    private static readonly PodKey Pod = new("default", "web");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start.AddMinutes(10));
    private readonly Monitor _monitor = new();
    private readonly ArmAllowance _allowance = new(new(), TimeProvider.System);
    private readonly AciUsage _usage;

    public AciUsageTests() => _usage = new AciUsage(new PodGroups(_monitor, TestPods.Configuration), _allowance, _time);

    [Fact]
    public async Task Processor_time_is_the_sum_of_the_minutes_and_grows_with_them()
    {
        Assert.Equal(new ContainerUsage(TimeSpan.FromMinutes(5), 0.5, 1024), await FindAsync());
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(TimeSpan.FromMinutes(6), (await FindAsync())!.CpuTime);
        // Only what is not added up yet is asked for again.
        Assert.Equal([Start, Start.AddMinutes(8)], _monitor.Asked);
    }

    [Fact]
    public async Task A_counter_starts_again_with_its_container_and_never_goes_back_otherwise()
    {
        await FindAsync();
        _monitor.Millicores = 100;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await FindAsync())!.CpuTime >= TimeSpan.FromMinutes(5));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromSeconds(12), (await FindAsync(_time.GetUtcNow().AddMinutes(-2)))!.CpuTime);
    }

    [Fact]
    public async Task What_was_not_measured_is_unknown_and_never_nothing()
    {
        (_monitor.Millicores, _monitor.Memory) = (null, null);
        Assert.Null(await FindAsync());
        _time.Advance(TimeSpan.FromMinutes(1));
        _monitor.Memory = 5;
        Assert.Equal(new ContainerUsage(null, null, 5), await FindAsync());
    }

    [Fact]
    public async Task A_container_that_has_run_for_days_has_no_known_processor_time()
    {
        _time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(new ContainerUsage(null, 0.5, 1024), await FindAsync());
        Assert.True(Assert.Single(_monitor.Asked) > _time.GetUtcNow().AddMinutes(-10));
    }

    [Fact]
    public async Task A_second_question_at_once_costs_no_request()
    {
        await FindAsync();
        await FindAsync();
        Assert.Single(_monitor.Asked);
    }

    public void Dispose() => _allowance.Dispose();

    private async Task<ContainerUsage?> FindAsync(DateTimeOffset? startedAt = null)
    {
        var containers = new Dictionary<string, ContainerInstance> { ["main"] = new() { Current = new ContainerRun(startedAt ?? Start) } };
        return (await _usage.FindAsync(Pod, new PodInstance { Uid = "u", Containers = containers }, CancellationToken.None))?.Containers["main"];
    }

    /// <summary>Every minute is like the others.</summary>
    private sealed class Monitor : NoGroups
    {
        public double? Millicores { get; set; } = 500;

        public double? Memory { get; set; } = 1024;

        public List<DateTimeOffset> Asked { get; } = [];

        public override Task<IReadOnlyDictionary<string, IReadOnlyList<ContainerUsageMinute>>> GetUsageAsync(string resourceGroup, string name, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
        {
            Asked.Add(from);
            var minutes = new List<ContainerUsageMinute>();
            for (var minute = from; minute < to; minute += TimeSpan.FromMinutes(1)) minutes.Add(new(minute, Millicores, Memory));
            return Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<ContainerUsageMinute>>>(new Dictionary<string, IReadOnlyList<ContainerUsageMinute>> { ["main"] = minutes });
        }
    }
}
