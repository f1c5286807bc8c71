using System.Globalization;
using Frankenetes.LocalAzure.ContainerInstance;
using Frankenetes.LocalAzure.ContainerInstance.Routes;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.Insights;

/// <summary>Azure Monitor's metrics of container groups, by the minute and per container, from the engine's figures. A minute of which nothing is known has no value.</summary>
internal sealed class MetricsRoutes(ContainerGroups groups, ResourceGroups resourceGroups, ResourceIds ids, UsageHistory history, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(ContainerGroupRoutes.Path + "/{name}/providers/Microsoft.Insights/metrics", AnswerAsync);

    private async Task<IResult> AnswerAsync(HttpContext context, string resourceGroup, string name)
    {
        var record = groups.Get(resourceGroups.Get(resourceGroup).Name, name).Record;
        var series = new List<(string Container, UsageSeries Series)>();
        var query = MetricsQuery.Parse(context.Request.Query, time.GetUtcNow());
        foreach (var container in record.Properties.Containers!.Select(c => c.Name!).Where(c => query.Container is null || query.Container == c))
            if (await history.FindAsync(record.StatusOf(container), context.RequestAborted) is { } found) series.Add((container, found));
        var id = ids.ContainerGroup(record.ResourceGroup, record.Name);
        return Results.Json(
            new
            {
                cost = 0,
                timespan = $"{Time(query.From)}/{Time(query.To)}",
                interval = "PT1M",
                @namespace = ResourceIds.ContainerGroupType,
                resourceregion = record.Location,
                value = query.Metrics.Select(kind => Metric(id, kind, query, series)),
            },
            ArmJson.Options);
    }

    private static object Metric(string id, MetricKind kind, MetricsQuery query, List<(string Container, UsageSeries Series)> series) => new
    {
        id = $"{id}/providers/Microsoft.Insights/metrics/{kind.Name}",
        type = "Microsoft.Insights/metrics",
        name = new { value = kind.Name, localizedValue = kind.Display },
        displayDescription = kind.Description,
        unit = kind.Unit,
        errorCode = "Success",
        timeseries = query.ByContainer
            ? series.Select(s => new { metadatavalues = Dimension(s.Container), data = Data(kind, query, [s.Series]) })
            : series.Take(1).Select(_ => new { metadatavalues = Array.Empty<object>(), data = Data(kind, query, [.. series.Select(s => s.Series)]) }),
    };

    private static object[] Dimension(string container) => [new { name = new { value = "containername", localizedValue = "containername" }, value = container }];

    private static IEnumerable<object> Data(MetricKind kind, MetricsQuery query, IReadOnlyList<UsageSeries> series)
    {
        for (var minute = query.From; minute < query.To; minute += MetricsQuery.Interval)
            yield return new { timeStamp = Time(minute), average = series.Average(one => kind.Average(one, minute, minute + MetricsQuery.Interval)) };
    }

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
