namespace Frankenetes.LocalAzure.Insights;

/// <summary>One of ACI's metrics. Source: Azure Monitor, supported metrics of Microsoft.ContainerInstance/containerGroups.</summary>
internal sealed record MetricKind(string Name, string Display, string Description, string Unit, Func<UsageSeries, DateTimeOffset, DateTimeOffset, double?> Average)
{
    public static IReadOnlyList<MetricKind> All { get; } =
    [
        new("CpuUsage", "CPU Usage", "CPU usage on all cores in millicores.", "MilliCores", (series, from, to) => series.MilliCores(from, to)),
        new("MemoryUsage", "Memory Usage", "Total memory usage in byte.", "Bytes", (series, from, to) => series.Memory(from, to)),
    ];
}
