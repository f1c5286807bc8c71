using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Storage;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>The segments that end with the newest one, each continuing the one before.</summary>
/// <param name="Segments">Oldest first, with their headers; empty = there is no log.</param>
/// <param name="Damage">What stands in the way of knowing more; null = nothing.</param>
internal sealed record LogChain(IReadOnlyList<(LogSegment Segment, SegmentHeader Header)> Segments, string? Damage)
{
    public int Epoch => Segments.Count > 0 ? Segments[^1].Segment.Name.Epoch : 0;

    /// <summary>What the oldest segment goes on from; null where there is no log.</summary>
    public SegmentHeader? First => Segments.Count > 0 ? Segments[0].Header : null;

    /// <summary>The revision that the log is known to have reached before its newest segment.</summary>
    public long Known => Segments.Count > 0 ? Segments[^1].Header.After : 0;

    /// <summary>Every record from the oldest segment on is there, the cluster's very first included.</summary>
    public bool BeginsAtTheBegin => First is { Previous: null, Base: null };

    /// <exception cref="StorageException">The container does not answer.</exception>
    public static async Task<LogChain> LoadAsync(BlobStore blobs, IReadOnlyList<LogSegment> segments, CancellationToken cancellation)
    {
        var byName = segments.ToDictionary(segment => segment.Blob, StringComparer.Ordinal);
        var chain = new List<(LogSegment, SegmentHeader)>();
        foreach (var newest in segments.Reverse())
        {
            for (var segment = newest; segment is not null;)
            {
                await using var scan = await SegmentScan.OpenAsync(blobs, segment.Blob, cancellation);
                if (scan is { Outcome: FrameOutcome.Damaged })
                    return new LogChain(Reversed(chain), $"'{segment.Blob}' is damaged at its begin");
                if (scan?.Header is not { } header)
                    break;
                chain.Add((segment, header));
                segment = header.Previous is { } previous ? byName.GetValueOrDefault(previous) : null;
            }

            // One that was begun and not come to its first record is as if it were not there.
            if (chain.Count == 0)
                continue;
            var before = segments.TakeWhile(segment => segment != newest).LastOrDefault();
            if (before is not null && !chain.Exists(link => link.Item1 == before) && await IsTwinAsync(blobs, before, chain[0].Item2, cancellation))
                return new LogChain(Reversed(chain), $"'{before.Blob}' and '{newest.Blob}' are one segment that lies there twice");
            break;
        }

        return new LogChain(Reversed(chain), Damage: null);
    }

    /// <summary>Which of the two is whole, and whether either is, only a person can say.</summary>
    private static async Task<bool> IsTwinAsync(BlobStore blobs, LogSegment segment, SegmentHeader header, CancellationToken cancellation)
    {
        await using var scan = await SegmentScan.OpenAsync(blobs, segment.Blob, cancellation);
        return scan?.Header == header;
    }

    private static List<(LogSegment, SegmentHeader)> Reversed(List<(LogSegment, SegmentHeader)> chain)
    {
        chain.Reverse();
        return chain;
    }
}
