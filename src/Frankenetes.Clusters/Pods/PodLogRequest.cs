using System.Globalization;
using System.Text;

namespace Frankenetes.Clusters.Pods;

/// <summary>Which part of a log is wanted. Source: the query of pods/log (core/v1, PodLogOptions).</summary>
internal sealed record PodLogRequest
{
    /// <summary>The container.</summary>
    public required string Container { get; init; }

    /// <summary>Whether the lines that are still to be written are waited for.</summary>
    public bool Follow { get; init; }

    /// <summary>Whether the container's former life is meant.</summary>
    public bool Previous { get; init; }

    /// <summary>Whether each line begins with the time at which it was written (RFC 3339).</summary>
    public bool Timestamps { get; init; }

    /// <summary>How many of the last lines; null for all.</summary>
    public int? Tail { get; init; }

    /// <summary>Only what is younger; null for all.</summary>
    public TimeSpan? Since { get; init; }

    /// <summary>Only what was written later; null for all.</summary>
    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>Path and query for a pod.</summary>
    public string Path(PodKey pod)
    {
        var query = new StringBuilder($"/log?container={Uri.EscapeDataString(Container)}");
        if (Follow)
            query.Append("&follow=true");
        if (Previous)
            query.Append("&previous=true");
        if (Timestamps)
            query.Append("&timestamps=true");
        if (Tail is { } lines)
            query.Append(CultureInfo.InvariantCulture, $"&tailLines={lines}");
        if (Since is { } age)
            query.Append(CultureInfo.InvariantCulture, $"&sinceSeconds={Math.Max(1, (long)Math.Ceiling(age.TotalSeconds))}");
        if (SinceTime is { } from)
            query.Append("&sinceTime=").Append(Uri.EscapeDataString(from.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        return PodClient.Path(pod, query.ToString());
    }
}
