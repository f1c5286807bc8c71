using Frankenetes.EtcdKeeper.Storage;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>A segment of the log as the container lists it.</summary>
/// <param name="Blob">The blob's name.</param>
/// <param name="Name">What the name says.</param>
/// <param name="Member">The store's folder; two stores of one epoch have histories of their own.</param>
/// <param name="Bytes">The blob's size.</param>
/// <param name="IsSealed">Nobody appends to it any more.</param>
internal sealed record LogSegment(string Blob, SegmentName Name, string Member, long Bytes, bool IsSealed)
{
    /// <summary>The key of the blob's metadata that holds <see cref="Member"/>.</summary>
    public const string MemberKey = "member";

    /// <summary>Null for any other blob.</summary>
    public static LogSegment? From(BlobEntry entry)
        => SegmentName.Parse(entry.Name) is { } name
            ? new LogSegment(entry.Name, name, entry.Metadata.GetValueOrDefault(MemberKey) ?? "", entry.Bytes, entry.IsSealed)
            : null;
}
