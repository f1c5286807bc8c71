using System.Globalization;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>`log/{epoch:D6}-{firstRevision:D16}-{sequence:D4}.log`: names sort as the segments follow each other.</summary>
/// <param name="Epoch">The epoch whose keeper wrote it.</param>
/// <param name="FirstRevision">The revision of its first record, if it has one.</param>
/// <param name="Sequence">Counts the segments of an epoch from 0, so that the next one's name is known to all who might write it, and one alone creates it.</param>
internal sealed record SegmentName(int Epoch, long FirstRevision, int Sequence)
{
    public const string Prefix = "log/";
    private const string Suffix = ".log";

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Epoch:D6}-{FirstRevision:D16}-{Sequence:D4}{Suffix}");

    /// <summary>Null for a name that is not of this form.</summary>
    public static SegmentName? Parse(string blob)
    {
        if (!blob.StartsWith(Prefix, StringComparison.Ordinal) || !blob.EndsWith(Suffix, StringComparison.Ordinal) || blob.Length <= Prefix.Length + Suffix.Length)
            return null;
        var parts = blob[Prefix.Length..^Suffix.Length].Split('-');
        return parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new SegmentName(epoch, revision, sequence)
            : null;
    }
}
