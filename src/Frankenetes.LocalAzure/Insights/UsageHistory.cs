using System.Collections.Concurrent;
using Frankenetes.LocalAzure.ContainerInstance.Running;
using Frankenetes.LocalAzure.Engine;

namespace Frankenetes.LocalAzure.Insights;

/// <summary>What containers use over time. Azure samples always; here sampling goes on only for a while after someone has asked, since the engine does not do it for nothing.</summary>
internal sealed class UsageHistory(Containers containers, TimeProvider time, ILogger<UsageHistory> logger) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Interest = TimeSpan.FromMinutes(10);

    // A second look at once would tell no more and cost as much.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (UsageSeries Series, DateTimeOffset AskedAt)> _known = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _starting = new();
    private Task? _sampling;

    /// <summary>The container's samples up to now; null where it does not run or the engine does not say.</summary>
    public async Task<UsageSeries?> FindAsync(ContainerStatus status, CancellationToken cancellationToken)
    {
        if (status is not { ContainerId: { } id, Current: { State: "Running", StartTime: { } startedAt } }) return null;
        var now = time.GetUtcNow();
        var series = _known.AddOrUpdate(id, _ => (new UsageSeries(startedAt), now), (_, known) => (known.Series, now)).Series;
        lock (_starting) _sampling ??= SampleAsync();
        return now - series.Last < Fresh || await TakeAsync(id, series, cancellationToken) ? series : null;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        if (_sampling is { } sampling) await sampling;
        _ending.Dispose();
    }

    private async Task SampleAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
                foreach (var (id, (series, askedAt)) in _known)
                    if (time.GetUtcNow() - askedAt > Interest || !await TakeAsync(id, series, _ending.Token)) _known.TryRemove(id, out _);
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task<bool> TakeAsync(string id, UsageSeries series, CancellationToken cancellationToken)
    {
        try
        {
            if (await containers.UsageAsync(id, cancellationToken) is not { } used) return false;
            series.Add(new UsageSample(time.GetUtcNow(), used.CpuNanoseconds, used.MemoryBytes));
            return true;
        }
        catch (EngineUnavailableException e)
        {
            logger.LogDebug("no usage of {Container}: {Message}", id, e.Message);
            return false;
        }
    }
}
