using Frankenetes.Clusters.Reports;

namespace Frankenetes.Clusters.Tests.Reports;

public class CronScheduleTests
{
    // A Monday.
    private static readonly DateTimeOffset Begin = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("* * * * *", 2, 120)]
    [InlineData("*/15 * * * *", 2, 8)]
    [InlineData("0 * * * *", 24, 24)]
    [InlineData("@hourly", 24, 24)]
    [InlineData("30 9-17/4 * * *", 24, 3)]
    [InlineData("0,30 12 * * MON-FRI", 24 * 7, 10)]
    [InlineData("0 0 1 * *", 24 * 365, 12)]
    [InlineData("0 0 1 1 *", 24 * 365, 1)]
    [InlineData("0 0 * * 7", 24 * 7, 1)]
    [InlineData("0 0 * dec,Jan sun", 24 * 60, 7)]
    [InlineData("@weekly", 24 * 7, 1)]
    [InlineData("@every 90m", 24, 16)]
    [InlineData("@yearly", 24, 0)]
    [InlineData("5/10 8 * * *", 24, 6)]
    public void Runs_are_counted_as_the_controller_would_have_made_them(string schedule, int hours, long runs) =>
        Assert.Equal(runs, CronSchedule.TryParse(schedule)!.Count(Begin, Begin.AddHours(hours), null));

    [Fact]
    public void Where_both_days_are_narrowed_either_is_enough() =>
        // The 30th of November is a Monday; the 25th a Wednesday.
        Assert.Equal(2, CronSchedule.TryParse("0 12 25 * MON")!.Count(Begin.AddDays(1), Begin.AddDays(8), null));

    [Fact]
    public void A_run_at_the_first_moment_was_made_and_one_at_the_last_was_missed()
    {
        var schedule = CronSchedule.TryParse("0 * * * *")!;
        Assert.Equal(1, schedule.Count(Begin, Begin.AddHours(1), null));
        Assert.Equal(0, schedule.Count(Begin, Begin.AddMinutes(59), null));
    }

    [Theory]
    [InlineData("0 9 * * *", "Europe/Berlin")]
    [InlineData("TZ=Europe/Berlin 0 9 * * *", null)]
    [InlineData("CRON_TZ=Europe/Berlin 0 9 * * *", null)]
    public void A_zone_moves_the_clock(string text, string? zone)
    {
        var schedule = CronSchedule.TryParse(text, zone)!;
        // Nine in Berlin is eight in UTC in November, seven in July.
        Assert.Equal(0, schedule.Count(Begin, Begin.AddHours(12), null));
        Assert.Equal(1, schedule.Count(Begin.AddMinutes(-1), Begin.AddHours(12), null));
        Assert.Equal(1, schedule.Count(new(2026, 7, 1, 6, 59, 0, TimeSpan.Zero), new(2026, 7, 1, 7, 0, 0, TimeSpan.Zero), null));
    }

    [Fact]
    public void Every_counts_from_the_last_run() =>
        Assert.Equal(2, CronSchedule.TryParse("@every 1h")!.Count(Begin, Begin.AddMinutes(90), Begin.AddMinutes(-45)));

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("60 * * * *")]
    [InlineData("a * * * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("*/0 * * * *")]
    [InlineData("@every ever")]
    [InlineData("TZ=Nowhere/At_All * * * * *")]
    public void What_is_no_schedule_has_no_runs(string text) => Assert.Null(CronSchedule.TryParse(text));
}
