using Frankenetes.LocalAzure.Storage.Leases;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>A blob as it is committed: one small file on disk, replaced in one step at every change, says everything but the bytes of long content.</summary>
internal sealed record BlobRecord
{
    public required string Name { get; init; }

    public required BlobType Type { get; init; }

    /// <summary>New at every change of content, metadata or properties.</summary>
    public required string ETag { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whole seconds, as clients see it.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>When the content was last set as a whole; blocks staged before are void.</summary>
    public required DateTimeOffset ContentAt { get; init; }

    public required long Length { get; init; }

    /// <summary>The whole content when it is short; null where <see cref="Parts"/> hold it.</summary>
    public byte[]? Inline { get; init; }

    /// <summary>The files that hold the content, in order.</summary>
    public IReadOnlyList<BlobPart> Parts { get; init; } = [];

    public ContentHeaders Headers { get; init; } = new();

    public SortedDictionary<string, string> Metadata { get; init; } = [];

    /// <summary>Null when there never was one, or it was released.</summary>
    public Lease? Lease { get; init; }

    /// <summary>Append blobs: how many appends make it up.</summary>
    public int CommittedBlockCount { get; init; }

    /// <summary>Append blobs: no append is taken any more.</summary>
    public bool IsSealed { get; init; }

    /// <summary>Where it was copied from; null when it was not.</summary>
    public CopyOrigin? Copy { get; init; }
}
