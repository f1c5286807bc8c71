namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>Cuts a log whose lines all begin with an RFC 3339 time and a space.</summary>
internal static class LogText
{
    /// <param name="timed">The whole log.</param>
    /// <param name="tail">The last lines only; null: all.</param>
    /// <param name="timestamps">Whether the times stay.</param>
    public static string Cut(string timed, int? tail, bool timestamps)
    {
        var lines = timed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var kept = tail is { } count ? lines.TakeLast(count) : lines;
        return string.Concat(kept.Select(line => (timestamps ? line : line[(line.IndexOf(' ') + 1)..]) + "\n"));
    }
}
