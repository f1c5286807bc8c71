using System.Globalization;
using System.Text;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.KubeletApi.Stats;

/// <summary>The figures as <c>/metrics/resource</c> gives them, in Prometheus' text form; what is not known is left out. Source: Kubernetes, pkg/kubelet/metrics/collectors/resource_metrics.go.</summary>
internal static class ResourceMetrics
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IReadOnlyList<PodFigures> pods, DateTimeOffset now)
    {
        var text = new StringBuilder();
        var containers = pods.SelectMany(pod => pod.Containers.Select(container => (pod, container))).ToList();
        var node = new[] { ("", ContainerUsages.Sum(pods.Select(pod => pod.Sum)), now) };
        var ofContainers = containers.Select(pair => ($"{{container=\"{pair.container.Name}\",{Labels(pair.pod)}}}", pair.container.Usage, pair.pod.Usage?.At ?? now)).ToList();
        var ofPods = pods.Select(pod => ($"{{{Labels(pod)}}}", pod.Sum, pod.Usage?.At ?? now)).ToList();

        Add(text, "container_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed by the container in core-seconds", ofContainers, Cpu);
        Add(text, "container_memory_working_set_bytes", "gauge", "Current working set of the container in bytes", ofContainers, Memory);
        Add(text, "container_start_time_seconds", "gauge", "Start time of the container since unix epoch in seconds",
            containers.Select(pair => ($"{{container=\"{pair.container.Name}\",{Labels(pair.pod)}}}", pair.container.StartedAt, now)), Start);
        Add(text, "node_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed by the node in core-seconds", node, Cpu);
        Add(text, "node_memory_working_set_bytes", "gauge", "Current working set of the node in bytes", node, Memory);
        Add(text, "pod_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed by the pod in core-seconds", ofPods, Cpu);
        Add(text, "pod_memory_working_set_bytes", "gauge", "Current working set of the pod in bytes", ofPods, Memory);
        Add(text, "scrape_error", "gauge", "1 if there was an error while getting container metrics, 0 otherwise", [("", pods.All(pod => pod.Usage is not null) ? 0d : 1d, (DateTimeOffset?)null)], error => error);
        return text.ToString();
    }

    private static void Add<T>(StringBuilder text, string name, string type, string help, IEnumerable<(string Labels, T Item, DateTimeOffset At)> rows, Func<T, double?> value) =>
        Add(text, name, type, help, rows.Select(row => (row.Labels, row.Item, (DateTimeOffset?)row.At)), value);

    private static void Add<T>(StringBuilder text, string name, string type, string help, IEnumerable<(string Labels, T Item, DateTimeOffset? At)> rows, Func<T, double?> value)
    {
        var known = rows.Select(row => (row.Labels, Value: value(row.Item), row.At)).Where(row => row.Value is not null).ToList();
        if (known.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        foreach (var (labels, number, at) in known)
            text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {number:R}{(at is { } moment ? $" {moment.ToUnixTimeMilliseconds()}" : "")}\n");
    }

    private static double? Cpu(ContainerUsage? usage) => usage?.CpuTime?.TotalSeconds;

    private static double? Memory(ContainerUsage? usage) => usage?.WorkingSetBytes;

    private static double? Start(DateTime? startedAt) => startedAt is { } start ? new DateTimeOffset(start).ToUnixTimeSeconds() : null;

    // Names of pods and containers are DNS labels: nothing in them needs to be escaped.
    private static string Labels(PodFigures figures) => $"namespace=\"{figures.Pod.Metadata.NamespaceProperty}\",pod=\"{figures.Pod.Metadata.Name}\"";
}
