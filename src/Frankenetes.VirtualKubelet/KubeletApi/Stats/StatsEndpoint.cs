using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.KubeletApi.Stats;

/// <summary><c>/stats/summary</c> and <c>/metrics/resource</c>.</summary>
internal sealed class StatsEndpoint(string nodeName, PodStore store, IPodProvider provider, TimeProvider time, ILogger logger)
{
    private readonly UsageCollector _collector = new(store, provider, time, logger);
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public async Task SummaryAsync(HttpContext context)
    {
        var pods = await _collector.CollectAsync(context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(StatsSummary.Write(nodeName, _startedAt, time.GetUtcNow(), pods), context.RequestAborted).ConfigureAwait(false);
    }

    public async Task MetricsAsync(HttpContext context)
    {
        var pods = await _collector.CollectAsync(context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = ResourceMetrics.ContentType;
        await context.Response.WriteAsync(ResourceMetrics.Write(pods, time.GetUtcNow()), context.RequestAborted).ConfigureAwait(false);
    }
}
