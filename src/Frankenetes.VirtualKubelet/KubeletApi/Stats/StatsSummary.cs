using System.Buffers;
using System.Text.Json;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.KubeletApi.Stats;

/// <summary>The figures as <c>/stats/summary</c> gives them; what is not known is left out. Source: Kubernetes, k8s.io/kubelet/pkg/apis/stats/v1alpha1.</summary>
internal static class StatsSummary
{
    public static ReadOnlyMemory<byte> Write(string nodeName, DateTimeOffset startedAt, DateTimeOffset now, IReadOnlyList<PodFigures> pods)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("node");
        json.WriteString("nodeName", nodeName);
        json.WriteString("startTime", Time(startedAt));
        WriteUsage(json, ContainerUsages.Sum(pods.Select(pod => pod.Sum)), now);
        json.WriteEndObject();
        json.WriteStartArray("pods");
        foreach (var pod in pods) WritePod(json, pod, now);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WritePod(Utf8JsonWriter json, PodFigures figures, DateTimeOffset now)
    {
        var at = figures.Usage?.At ?? now;
        json.WriteStartObject();
        json.WriteStartObject("podRef");
        json.WriteString("name", figures.Pod.Metadata.Name);
        json.WriteString("namespace", figures.Pod.Metadata.NamespaceProperty);
        json.WriteString("uid", figures.Pod.Metadata.Uid);
        json.WriteEndObject();
        if (figures.Pod.Status?.StartTime is { } start) json.WriteString("startTime", Time(start));
        json.WriteStartArray("containers");
        foreach (var (name, startedAt, usage) in figures.Containers)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            if (startedAt is { } started) json.WriteString("startTime", Time(started));
            WriteUsage(json, usage, at);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteUsage(json, figures.Sum, at);
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, ContainerUsage? usage, DateTimeOffset at)
    {
        if (usage is { CpuCores: not null } or { CpuTime: not null })
        {
            json.WriteStartObject("cpu");
            json.WriteString("time", Time(at));
            if (usage.CpuCores is { } cores) json.WriteNumber("usageNanoCores", (ulong)(cores * 1e9));
            if (usage.CpuTime is { } spent) json.WriteNumber("usageCoreNanoSeconds", (ulong)spent.Ticks * 100);
            json.WriteEndObject();
        }
        if (usage?.WorkingSetBytes is not { } bytes) return;
        json.WriteStartObject("memory");
        json.WriteString("time", Time(at));
        json.WriteNumber("workingSetBytes", bytes);
        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}
