using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>
/// Makes sure that a cluster's log has one writer. Whoever begins to write first takes every open segment away from its holder, who learns it from
/// its next append or check; then it creates the next segment, whose name all who might do so at the same time agree on.
/// </summary>
internal sealed class LogOwnership(KeeperConfiguration configuration, BlobStore blobs, AppendBlobs appends, ILogger logger)
{
    private const int Rounds = 20;
    private readonly Guid _writer = Guid.NewGuid();

    /// <summary>Takes every open segment of this cluster away from whoever writes to it.</summary>
    /// <returns>All segments, oldest first; none of them grows any more.</returns>
    /// <exception cref="LogFencedException">A later epoch has begun.</exception>
    /// <exception cref="StorageException">The container does not answer.</exception>
    public async Task<IReadOnlyList<LogSegment>> TakeOverAsync(CancellationToken cancellation)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var segments = await ListAsync(cancellation);
            var open = segments.Where(segment => !segment.IsSealed).ToList();
            if (open.Count == 0)
                return segments;
            foreach (var segment in open)
            {
                logger.LogInformation("Taking over '{Segment}'.", segment.Blob);
                await appends.TakeOverAsync(segment.Blob, cancellation);
            }
        }

        throw new StorageException("Taking over the log failed: somebody begins new segments all the time.");
    }

    /// <summary>Begins the segment that goes on from the origin; all others are sealed afterwards.</summary>
    /// <exception cref="LogFencedException">Another keeper was first, or a later epoch has begun.</exception>
    /// <exception cref="StorageException">The container does not answer; nothing was begun that a second call would not take over.</exception>
    public async Task<SegmentWriter> BeginAsync(string member, LogOrigin origin, CancellationToken cancellation)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var segments = await TakeOverAsync(cancellation);
            var sequence = segments.Where(segment => segment.Name.Epoch == configuration.Epoch).Select(segment => segment.Name.Sequence).DefaultIfEmpty(-1).Max() + 1;
            var name = new SegmentName(configuration.Epoch, origin.After + 1, sequence);
            var lease = Guid.NewGuid().ToString();
            if (!await TryCreateAsync(name, member, lease, cancellation))
                continue;
            await YieldToOthersAsync(name, cancellation);
            var segment = new SegmentWriter(appends, name, lease);
            segment.AddHeader(Header(member, origin));
            await segment.FlushAsync(cancellation);
            return segment;
        }

        throw new LogFencedException("another keeper of this epoch begins segments of the log");
    }

    /// <summary>The way to the next segment after one's own, all of which is flushed.</summary>
    public SegmentHandover Continue(SegmentWriter current, string member, long after)
    {
        var name = new SegmentName(configuration.Epoch, after + 1, current.Name.Sequence + 1);
        var lease = Guid.NewGuid().ToString();
        var header = Header(member, LogOrigin.Continue(current.Name.ToString(), after, current.Hash));
        return new SegmentHandover(appends, current, new SegmentWriter(appends, name, lease), header, stop => TryCreateAsync(name, member, lease, stop));
    }

    private async Task<bool> TryCreateAsync(SegmentName name, string member, string lease, CancellationToken cancellation)
    {
        var metadata = new Dictionary<string, string> { ["clusterid"] = configuration.ClusterId.ToString(), [LogSegment.MemberKey] = member };
        return await appends.TryCreateAsync(name.ToString(), metadata, cancellation) && await appends.TryLeaseAsync(name.ToString(), lease, cancellation);
    }

    /// <summary>Two keepers of one epoch whose stores differ begin segments of different names: the later name stays.</summary>
    private async Task YieldToOthersAsync(SegmentName own, CancellationToken cancellation)
    {
        foreach (var other in (await ListAsync(cancellation)).Where(segment => !segment.IsSealed && segment.Name != own))
        {
            if (string.CompareOrdinal(other.Blob, own.ToString()) > 0)
                throw new LogFencedException($"another keeper of this epoch has begun '{other.Blob}'");
            await appends.TakeOverAsync(other.Blob, cancellation);
        }
    }

    private SegmentHeader Header(string member, LogOrigin origin) => new()
    {
        ClusterId = configuration.ClusterId,
        Epoch = configuration.Epoch,
        Member = member,
        Writer = _writer,
        After = origin.After,
        Previous = origin.Previous,
        PreviousHash = origin.PreviousHash,
        Base = origin.Base,
        BaseSha256 = origin.BaseSha256,
    };

    private async Task<IReadOnlyList<LogSegment>> ListAsync(CancellationToken cancellation)
    {
        var segments = LogCatalog.Segments(await blobs.ListAsync(cancellation), configuration.ClusterId);
        var newest = segments.Select(segment => segment.Name.Epoch).DefaultIfEmpty(0).Max();
        return newest > configuration.Epoch ? throw new LogFencedException($"epoch {newest} of the cluster has begun to write the log") : segments;
    }
}
