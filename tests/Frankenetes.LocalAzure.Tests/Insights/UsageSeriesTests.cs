using Frankenetes.LocalAzure.Insights;

namespace Frankenetes.LocalAzure.Tests.Insights;

public class UsageSeriesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 30, TimeSpan.Zero);

    [Fact]
    public void Averages_of_minutes_come_from_the_counter_and_cover_what_is_known_alone()
    {
        var series = new UsageSeries(Start);
        Assert.Null(series.Last);
        // Half a core for a minute, then nothing.
        series.Add(new UsageSample(Start.AddMinutes(1), 30e9, 100));
        series.Add(new UsageSample(Start.AddMinutes(2), 30e9, 300));
        Assert.Equal([null, 500, 250, 0, null], Enumerable.Range(-1, 5).Select(minute => Round(series.MilliCores(Minute(minute), Minute(minute + 1)))));
        Assert.Equal([null, 100, 300], Enumerable.Range(0, 3).Select(minute => series.Memory(Minute(minute), Minute(minute + 1))));
    }

    [Fact]
    public void Samples_out_of_order_are_dropped()
    {
        var series = new UsageSeries(Start);
        series.Add(new UsageSample(Start.AddMinutes(1), 60e9, null));
        series.Add(new UsageSample(Start.AddSeconds(10), 1, 1));
        Assert.Equal(1000, Round(series.MilliCores(Minute(0), Minute(1))));
        Assert.Null(series.Memory(Minute(0), Minute(5)));
    }

    private static DateTimeOffset Minute(int number) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(number);

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 6) : null;
}
