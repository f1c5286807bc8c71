using System.Text.Json.Nodes;
using Frankenetes.VirtualKubelet.KubeletApi.Stats;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.Tests.KubeletApi.Stats;

[Collection(nameof(NodeUnderTest))]
public class StatsTests(NodeUnderTest node)
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 1, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_summary_is_had_through_the_API_server_and_leaves_out_what_nobody_knows()
    {
        node.Pods.Usage = null;
        var summary = await SummaryAsync();
        Assert.Equal("testnode", (string)summary["node"]!["nodeName"]!);
        Assert.Null(summary["node"]!["cpu"]);
        var pod = Assert.Single(summary["pods"]!.AsArray())!;
        Assert.Equal(["main", "side"], pod["containers"]!.AsArray().Select(container => (string)container!["name"]!));
        Assert.All(pod["containers"]!.AsArray(), container => Assert.Null(container!["cpu"] ?? container["memory"]));
        Assert.DoesNotContain(" 0", await MetricsAsync("container_cpu"), StringComparison.Ordinal);

        node.Pods.Usage = Used(new ContainerUsage(TimeSpan.FromSeconds(2.5), 0.25, 1000));
        pod = (await SummaryAsync())["pods"]![0]!;
        Assert.Equal((250_000_000, 2_500_000_000, 1000), ((long)pod["containers"]![0]!["cpu"]!["usageNanoCores"]!, (long)pod["cpu"]!["usageCoreNanoSeconds"]!, (long)pod["memory"]!["workingSetBytes"]!));
        Assert.Null(pod["containers"]![1]!["cpu"]);
    }

    [Fact]
    public async Task The_metrics_are_Prometheus_text_with_times()
    {
        node.Pods.Usage = Used(new ContainerUsage(TimeSpan.FromSeconds(2.5), 0.25, 1000));
        Assert.Equal($"container_cpu_usage_seconds_total{{container=\"main\",namespace=\"default\",pod=\"web\"}} 2.5 {At.ToUnixTimeMilliseconds()}\n", await MetricsAsync("container_cpu"));
        Assert.Equal($"pod_memory_working_set_bytes{{namespace=\"default\",pod=\"web\"}} 1000 {At.ToUnixTimeMilliseconds()}\n", await MetricsAsync("pod_memory"));
        Assert.Equal("scrape_error 0\n", await MetricsAsync("scrape_error"));
    }

    [Fact]
    public void A_sum_with_an_unknown_part_is_unknown()
    {
        Assert.Null(ContainerUsages.Sum([]));
        Assert.Null(ContainerUsages.Sum([new(TimeSpan.Zero, 1, 1), null]));
        Assert.Equal(new ContainerUsage(null, 3, null), ContainerUsages.Sum([new(null, 1, 5), new(TimeSpan.Zero, 2, null)]));
    }

    private static PodUsage Used(ContainerUsage main) => new(At, new Dictionary<string, ContainerUsage> { ["main"] = main });

    private async Task<JsonNode> SummaryAsync()
    {
        var done = await node.KubectlAsync(true, null, "get", "--raw", "/api/v1/nodes/testnode/proxy/stats/summary");
        Assert.True(done.ExitCode == 0, done.Error);
        return JsonNode.Parse(done.Text)!;
    }

    private async Task<string> MetricsAsync(string name)
    {
        var done = await node.KubectlAsync(true, null, "get", "--raw", "/api/v1/nodes/testnode/proxy/metrics/resource");
        Assert.True(done.ExitCode == 0, done.Error);
        return string.Concat(done.Text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => line + "\n"));
    }
}
