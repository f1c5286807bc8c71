using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Frankenetes.VirtualKubelet.KubeletApi;

/// <summary>What of a log is wanted; the names are those of Kubernetes' PodLogOptions.</summary>
internal sealed record LogQuery
{
    public int? TailLines { get; init; }

    public long? LimitBytes { get; init; }

    public bool Timestamps { get; init; }

    public bool Follow { get; init; }

    /// <summary>Of the run before the present one.</summary>
    public bool Previous { get; init; }

    public TimeSpan? Since { get; init; }

    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>
    /// Whether lines have to come with their times. Otherwise they had better come without: a line that was written in pieces has a time in front of each.
    /// </summary>
    public bool NeedsTimes => Timestamps || Follow || Previous || Since is not null || SinceTime is not null;

    public static LogQuery Parse(IQueryCollection query)
    {
        var seconds = Number(query, "sinceSeconds");
        return new LogQuery
        {
            TailLines = (int?)Number(query, "tailLines"),
            LimitBytes = Number(query, "limitBytes"),
            Timestamps = Flag(query, "timestamps"),
            Follow = Flag(query, "follow"),
            Previous = Flag(query, "previous"),
            Since = seconds is null ? null : TimeSpan.FromSeconds(seconds.Value),
            SinceTime = Moment(query, "sinceTime"),
        };
    }

    private static bool Flag(IQueryCollection query, string name) => query[name] is [{ } text, ..] && text is "true" or "1";

    private static long? Number(IQueryCollection query, string name)
    {
        if (query[name] is not [{ Length: > 0 } text, ..]) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw new KubeletRequestException(400, $"{name} must be a number that is not negative");
    }

    private static DateTimeOffset? Moment(IQueryCollection query, string name)
    {
        if (query[name] is not [{ Length: > 0 } text, ..]) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment : throw new KubeletRequestException(400, $"{name} must be an RFC 3339 time");
    }
}
