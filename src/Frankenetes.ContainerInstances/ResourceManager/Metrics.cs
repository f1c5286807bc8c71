using System.Text.Json.Serialization;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.ContainerInstances.ResourceManager;

/// <summary>Azure Monitor's answer: for each metric one series for each container, or for each operation of a storage account. Source: Microsoft.Insights metrics 2018-01-01.</summary>
internal sealed record Metrics([property: JsonPropertyName("value")] IReadOnlyList<Metric>? Value)
{
    public const string ApiVersion = "2018-01-01";

    private const string Cpu = "CpuUsage";
    private const string Memory = "MemoryUsage";

    public static string Query(DateTimeOffset from, DateTimeOffset to) =>
        $"metricnames={Cpu},{Memory}&interval=PT1M&aggregation=average&timespan={Time(from)}/{Time(to)}&$filter={Uri.EscapeDataString("containerName eq '*'")}";

    public IReadOnlyDictionary<string, IReadOnlyList<ContainerUsageMinute>> ByContainer()
    {
        var points = (from metric in Value ?? []
                      from series in metric.Series ?? []
                      let container = series.Dimensions is [var dimension, ..] ? dimension.Value : null
                      where container is not null
                      from point in series.Data ?? []
                      select (Container: container, Metric: metric.Name.Value, point.At, point.Average)).ToLookup(point => (point.Container, point.At));
        return points.GroupBy(minute => minute.Key.Container).ToDictionary(
            container => container.Key,
            container => (IReadOnlyList<ContainerUsageMinute>)[.. container.Select(minute => new ContainerUsageMinute(minute.Key.At, Of(minute, Cpu), Of(minute, Memory))).OrderBy(minute => minute.At)]);

        static double? Of(IEnumerable<(string Container, string Metric, DateTimeOffset At, double? Average)> minute, string metric) =>
            minute.FirstOrDefault(point => point.Metric.Equals(metric, StringComparison.OrdinalIgnoreCase)).Average;
    }

    // Without a word about how many, it tells ten operations.
    public static string TransactionsQuery(DateTimeOffset from, DateTimeOffset to) =>
        $"metricnames=Transactions&interval=PT1H&aggregation=total&top=100&timespan={Time(from)}/{Time(to)}&$filter={Uri.EscapeDataString("ApiName eq '*'")}";

    public IReadOnlyDictionary<string, long> TotalsByDimension() =>
        (from metric in Value ?? []
         from series in metric.Series ?? []
         let total = (long)(series.Data ?? []).Sum(point => point.Total ?? 0)
         where series.Dimensions is [_, ..] && total > 0
         group total by series.Dimensions![0].Value ?? "").ToDictionary(some => some.Key, some => some.Sum());

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One metric.</summary>
internal sealed record Metric([property: JsonPropertyName("name")] MetricName Name, [property: JsonPropertyName("timeseries")] IReadOnlyList<MetricSeries>? Series);

/// <summary>A name with its translation.</summary>
internal sealed record MetricName([property: JsonPropertyName("value")] string Value);

/// <summary>The points of one container or operation.</summary>
internal sealed record MetricSeries(
    [property: JsonPropertyName("metadatavalues")] IReadOnlyList<MetricDimension>? Dimensions,
    [property: JsonPropertyName("data")] IReadOnlyList<MetricPoint>? Data);

/// <summary>Which container or operation.</summary>
internal sealed record MetricDimension([property: JsonPropertyName("value")] string? Value);

/// <summary>One minute or hour; without a value where nothing was measured.</summary>
internal sealed record MetricPoint([property: JsonPropertyName("timeStamp")] DateTimeOffset At, [property: JsonPropertyName("average")] double? Average, [property: JsonPropertyName("total")] double? Total = null);
