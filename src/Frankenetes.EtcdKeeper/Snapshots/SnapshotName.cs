using System.Globalization;

namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>
/// `full/{epoch:D6}-{revision:D16}-{yyyyMMddTHHmmssfffZ}.snapshot`: names sort as the snapshots follow each other.
/// </summary>
/// <param name="Epoch">The epoch whose keeper took it.</param>
/// <param name="Revision">The lowest revision that its content can have; exactly that one where a manifest names it.</param>
/// <param name="At">When it was begun.</param>
internal sealed record SnapshotName(int Epoch, long Revision, DateTimeOffset At)
{
    public const string Prefix = "full/";
    private const string Suffix = ".snapshot";
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Epoch:D6}-{Revision:D16}-{At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}{Suffix}");

    /// <summary>Null for a name that is not of this form.</summary>
    public static SnapshotName? Parse(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(Suffix, StringComparison.Ordinal) || name.Length <= Prefix.Length + Suffix.Length)
            return null;
        var parts = name[Prefix.Length..^Suffix.Length].Split('-');
        return parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            && DateTimeOffset.TryParseExact(parts[2], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new SnapshotName(epoch, revision, at)
            : null;
    }
}
