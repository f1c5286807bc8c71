using System.Text.Json.Nodes;

namespace Frankenetes.LocalAzure.Tests.Insights;

[Collection(LocalAzureCollection.Name)]
public sealed class MetricsTests(LocalAzureFixture azure)
{
    private readonly ArmClient _arm = azure.Arm;

    [Fact]
    public async Task Each_container_shows_what_it_uses_and_one_that_has_ended_shows_nothing()
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "figures", Spec.Group(
            Spec.Container("busy", "i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done; sleep 1000"), Spec.Container("idle", "sleep 1000"), Spec.Container("over", "exit 0")).With("restartPolicy", "Never"));
        await _arm.GroupAsync(group, "figures", g => g.ToJsonString().Contains("\"Terminated\"", StringComparison.Ordinal));
        var path = $"{_arm.Groups(group)}/figures/providers/Microsoft.Insights/metrics?api-version=2018-01-01";
        // It needs a moment to be busy in.
        var (cpu, memory) = await ArmClient.UntilAsync(ReadAsync, read => read.Cpu["busy"] > read.Cpu["idle"]);
        Assert.Equal(["busy", "idle"], cpu.Keys.Order());
        Assert.InRange(memory["idle"], 1, 100_000_000);
        Assert.Single((await _arm.SendAsync("GET", $"{path}&metricnames=CpuUsage")).Body!["value"]![0]!["timeseries"]!.AsArray());

        foreach (var wrong in new[] { "metricnames=Nonsense", "interval=PT7M", "aggregation=total", "timespan=yesterday", "$filter=pod eq 'x'" })
            Assert.Equal(400, (await _arm.SendAsync("GET", $"{path}&{wrong}")).Status);
        Assert.Equal(404, (await _arm.SendAsync("GET", path.Replace("figures", "absent", StringComparison.Ordinal))).Status);
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/figures");

        async Task<(Dictionary<string, double> Cpu, Dictionary<string, double> Memory)> ReadAsync()
        {
            var answer = await _arm.SendAsync("GET", $"{path}&metricnames=CpuUsage,MemoryUsage&interval=PT1M&aggregation=average&$filter=containerName eq '*'");
            Assert.True(answer.Status == 200, answer.ToString());
            return (Averages(answer.Body!["value"]![0]!), Averages(answer.Body!["value"]![1]!));
        }
    }

    private static Dictionary<string, double> Averages(JsonNode metric) => metric["timeseries"]!.AsArray().ToDictionary(
        series => (string)series!["metadatavalues"]![0]!["value"]!,
        series => series!["data"]!.AsArray().Select(point => (double?)point!["average"]).Last(average => average is not null)!.Value);
}
