using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>Where the log of a store that survived a restart ends.</summary>
internal sealed class LogTail(KeeperConfiguration configuration, LogOwnership ownership, BlobStore blobs, ILogger logger)
{
    /// <summary>Takes the log over and compares it with the store.</summary>
    /// <param name="member">The store's folder.</param>
    /// <param name="revision">The store's revision.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What to go on from; null = a full snapshot has to begin a new chain.</returns>
    /// <exception cref="LogFencedException">Another keeper went on with the cluster, from other data or as a later epoch.</exception>
    /// <exception cref="HistoryLostException">The log knows more than the store.</exception>
    /// <exception cref="StorageException">Storage does not answer.</exception>
    public async Task<LogOrigin?> FindOriginAsync(string member, long revision, CancellationToken cancellation)
    {
        var segments = await ownership.TakeOverAsync(cancellation);
        foreach (var segment in segments.Where(segment => segment.Name.Epoch == configuration.Epoch).Reverse())
        {
            await using var scan = await SegmentScan.OpenAsync(blobs, segment.Blob, cancellation);
            if (scan is null || (scan.Header is null && scan.Outcome != FrameOutcome.Damaged))
                continue;
            if (segment.Member != member)
                throw new LogFencedException($"another keeper of this epoch has gone on from other data, in '{segment.Blob}'");
            while (await scan.NextAsync(cancellation) is not null)
            {
                // To the end.
            }

            return Judge(segment.Blob, scan, revision);
        }

        return null;
    }

    private LogOrigin? Judge(string blob, SegmentScan scan, long revision)
    {
        if (scan.Last > revision)
            throw new HistoryLostException($"the log in storage reaches revision {scan.Last}, the data here only {revision}");
        if (scan.Outcome != FrameOutcome.Damaged)
            return LogOrigin.Continue(blob, scan.Last, scan.Hash);
        logger.LogError("'{Blob}' is damaged behind revision {Revision}.", blob, scan.Last);
        return null;
    }
}
