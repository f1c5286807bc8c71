using System.Globalization;
using System.Text.RegularExpressions;

namespace Frankenetes.Clusters.Reports;

/// <summary>
/// A CronJob's schedule, as far as counting its runs needs: five fields, their names, <c>@hourly</c> and its like, <c>@every</c>, and a zone before them.
/// Source: github.com/robfig/cron, v1 of its parser, which the controller uses.
/// </summary>
internal sealed partial class CronSchedule
{
    private static readonly string[] Months = ["", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly ulong _minutes, _hours, _daysOfMonth, _months, _daysOfWeek;
    private readonly bool _eitherDay;
    private readonly TimeSpan? _every;
    private readonly TimeZoneInfo _zone;

    private CronSchedule(TimeSpan every) => (_every, _zone) = (every, TimeZoneInfo.Utc);

    private CronSchedule(string[] fields, TimeZoneInfo zone)
    {
        _zone = zone;
        (_minutes, _hours) = (Bits(fields[0], 0, 59, []), Bits(fields[1], 0, 23, []));
        (_daysOfMonth, _months) = (Bits(fields[2], 1, 31, []), Bits(fields[3], 1, 12, Months));
        _daysOfWeek = Bits(fields[4], 0, 7, Days);
        if ((_daysOfWeek & 1UL << 7) != 0)
            _daysOfWeek |= 1;
        // Where both days are narrowed, either is enough.
        _eitherDay = fields[2][0] is not ('*' or '?') && fields[4][0] is not ('*' or '?');
    }

    /// <summary>Null where it is no schedule.</summary>
    /// <param name="text">The schedule.</param>
    /// <param name="zone">The CronJob's own zone; null: UTC, as the controller's container has it.</param>
    public static CronSchedule? TryParse(string text, string? zone = null)
    {
        try
        {
            text = text.Trim();
            if (Zone().Match(text) is { Success: true } named)
                (zone, text) = (named.Groups[1].Value, text[named.Length..]);
            if (text.StartsWith("@every ", StringComparison.Ordinal))
                return Every(text["@every ".Length..]) is { } every ? new CronSchedule(every) : null;
            var fields = Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length == 5 ? new CronSchedule(fields, zone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zone)) : null;
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            return null;
        }
    }

    /// <summary>How many runs are due after one moment and until another.</summary>
    /// <param name="from">Not counted itself.</param>
    /// <param name="to">Counted.</param>
    /// <param name="last">The last run, from which <c>@every</c> counts; null: none.</param>
    public long Count(DateTimeOffset from, DateTimeOffset to, DateTimeOffset? last)
    {
        if (_every is { } every)
            return Math.Max(0, (to - (last ?? from)).Ticks / every.Ticks - Math.Max(0, (from - (last ?? from)).Ticks / every.Ticks));
        var (begin, end) = (TimeZoneInfo.ConvertTime(from, _zone).DateTime, TimeZoneInfo.ConvertTime(to, _zone).DateTime);
        var count = 0L;
        for (var day = begin.Date; day <= end; day = day.AddDays(1))
        {
            if (IsDay(day))
                count += OfDay(day, begin, end);
        }

        return count;
    }

    private long OfDay(DateTime day, DateTime begin, DateTime end)
    {
        var count = 0L;
        for (var minute = day; minute < day.AddDays(1); minute = minute.AddMinutes(1))
        {
            if (Has(_hours, minute.Hour) && Has(_minutes, minute.Minute) && minute > begin && minute <= end)
                count++;
        }

        return count;
    }

    private bool IsDay(DateTime day)
    {
        var (ofMonth, ofWeek) = (Has(_daysOfMonth, day.Day), Has(_daysOfWeek, (int)day.DayOfWeek));
        return Has(_months, day.Month) && (_eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
    }

    private static bool Has(ulong bits, int number) => (bits & 1UL << number) != 0;

    private static string Plain(string text) => text switch
    {
        "@yearly" or "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" or "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        _ => text,
    };

    // Of a list, each part: a range or a single number, with a step or without; a single number with a step goes on to the end.
    private static ulong Bits(string field, int lowest, int highest, string[] names)
    {
        var bits = 0UL;
        foreach (var part in field.Split(','))
        {
            var (range, step) = part.Split('/') is [var left, var right] ? (left, Number(right, [])) : (part, 0);
            var (first, last) = range is "*" or "?" ? (lowest, highest)
                : range.Split('-') is [var from, var to] ? (Number(from, names), Number(to, names))
                : (Number(range, names), step > 0 ? highest : Number(range, names));
            if (first < lowest || last > highest || first > last || (step == 0 && part.Contains('/', StringComparison.Ordinal)))
                throw new FormatException(field);
            for (var number = first; number <= last; number += Math.Max(1, step))
                bits |= 1UL << number;
        }

        return bits;
    }

    private static int Number(string text, string[] names) =>
        Array.FindIndex(names, name => name.Length > 0 && name.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var known
            ? known
            : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static TimeSpan? Every(string text)
    {
        var match = Duration().Match(text);
        if (!match.Success)
            return null;
        var seconds = new[] { (1, 3600L), (2, 60L), (3, 1L) }.Sum(unit => match.Groups[unit.Item1].Success ? long.Parse(match.Groups[unit.Item1].ValueSpan, CultureInfo.InvariantCulture) * unit.Item2 : 0);
        return seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex(@"^(?:CRON_)?TZ=(\S+)\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Zone();

    [GeneratedRegex(@"^(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
