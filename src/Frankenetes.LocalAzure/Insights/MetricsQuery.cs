using System.Globalization;
using System.Text.RegularExpressions;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.Insights;

/// <summary>What is asked for. Source: Microsoft.Insights metrics, 2018-01-01.</summary>
/// <param name="Metrics">In the order of the request.</param>
/// <param name="From">A full minute.</param>
/// <param name="To">After the last one.</param>
/// <param name="ByContainer">One series for each container; else one for all.</param>
/// <param name="Container">That container alone; null: all.</param>
internal sealed partial record MetricsQuery(IReadOnlyList<MetricKind> Metrics, DateTimeOffset From, DateTimeOffset To, bool ByContainer, string? Container)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static MetricsQuery Parse(IQueryCollection query, DateTimeOffset now)
    {
        if (query["interval"] is [{ } interval, ..] && !interval.Equals("PT1M", StringComparison.OrdinalIgnoreCase)) throw ArmErrors.InvalidMetricsQuery($"Invalid time grain '{interval}'. Supported ones are: PT1M.");
        if (query["aggregation"] is [{ } aggregation, ..] && !aggregation.Split(',').All(name => name.Equals("average", StringComparison.OrdinalIgnoreCase)))
            throw ArmErrors.InvalidMetricsQuery($"Invalid aggregation '{aggregation}'. Supported ones are: average.");
        var (from, to) = Span(query["timespan"].ToString(), now);
        var filter = query["$filter"].ToString();
        var match = Filter().Match(filter);
        if (filter.Length > 0 && !match.Success) throw ArmErrors.InvalidMetricsQuery($"Invalid filter '{filter}'. The dimension is containerName.");
        return new MetricsQuery(Kinds(query["metricnames"].ToString()), from, to, match.Success, match.Success && match.Groups[1].Value != "*" ? match.Groups[1].Value : null);
    }

    private static List<MetricKind> Kinds(string names) => names.Length == 0 ? [MetricKind.All[0]] : [.. names.Split(',').Select(name =>
        MetricKind.All.FirstOrDefault(kind => kind.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw ArmErrors.InvalidMetricsQuery($"Failed to find metric configuration for provider: Microsoft.ContainerInstance, resource Type: containerGroups, metric: {name}, Valid metrics: {string.Join(',', MetricKind.All.Select(kind => kind.Name))}"))];

    private static (DateTimeOffset From, DateTimeOffset To) Span(string text, DateTimeOffset now)
    {
        if (text.Length == 0) return (Floor(now.AddHours(-1)), now);
        var parts = text.Split('/');
        if (parts.Length != 2 || Moment(parts[0]) is not { } from || Moment(parts[1]) is not { } to || to <= from || to - from > Longest + Interval)
            throw ArmErrors.InvalidMetricsQuery($"Invalid timespan '{text}': two times with '/' between, at most a day apart here.");
        return (Floor(from), to < now ? to : now);
    }

    private static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

    private static DateTimeOffset Floor(DateTimeOffset moment) => new(moment.Ticks - (moment.Ticks % Interval.Ticks), TimeSpan.Zero);

    [GeneratedRegex(@"^containerName eq '([a-z0-9-]+|\*)'\z", RegexOptions.IgnoreCase)]
    private static partial Regex Filter();
}
