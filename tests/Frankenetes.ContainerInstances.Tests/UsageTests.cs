using System.Globalization;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.ContainerInstances.Tests;

public class UsageTests
{
    private const string Answer = """
        {"cost":0,"timespan":"x","interval":"PT1M","value":[
          {"name":{"value":"CpuUsage","localizedValue":"CPU Usage"},"unit":"MilliCores","timeseries":[
            {"metadatavalues":[{"name":{"value":"containername"},"value":"app"}],"data":[{"timeStamp":"2026-01-01T00:00:00Z","average":12.5},{"timeStamp":"2026-01-01T00:01:00Z"}]}]},
          {"name":{"value":"MemoryUsage"},"unit":"Bytes","timeseries":[
            {"metadatavalues":[{"name":{"value":"containername"},"value":"app"}],"data":[{"timeStamp":"2026-01-01T00:01:00Z","average":4096}]}]}]}
        """;

    [Fact]
    public async Task Usage_is_read_by_minute_and_what_was_not_measured_stays_unknown()
    {
        var arm = new ScriptedArm().Answer(200, Answer);
        var usage = await arm.Client().ContainerGroups.GetUsageAsync("rg", "g", Minute(0), Minute(2));
        Assert.Equal([new ContainerUsageMinute(Minute(0), 12.5, null), new ContainerUsageMinute(Minute(1), null, 4096)], Assert.Single(usage).Value);
        var asked = Assert.Single(arm.Requests).Address;
        Assert.Contains("/containerGroups/g/providers/Microsoft.Insights/metrics?api-version=2018-01-01&", asked, StringComparison.Ordinal);
        Assert.Contains("timespan=2026-01-01T00:00:00Z/2026-01-01T00:02:00Z", asked, StringComparison.Ordinal);
    }

    private static DateTimeOffset Minute(int number) => DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture).AddMinutes(number);
}
