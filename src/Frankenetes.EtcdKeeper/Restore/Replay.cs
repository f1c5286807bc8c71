using System.Globalization;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Etcd.Protos;
using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Storage;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>Puts the recorded revisions into a restored store, one transaction each, and looks after each whether it became that revision.</summary>
internal sealed class Replay(EtcdClient etcd, BlobStore blobs)
{
    private readonly Dictionary<long, long> _leaseSeconds = [];
    private long _revision;
    private long _replayed;
    private DateTimeOffset? _at;

    /// <summary>Replays the chain from the store's revision on.</summary>
    /// <exception cref="ReplayFailedException">The store took another revision than it should have.</exception>
    /// <exception cref="EtcdException">etcd does not answer.</exception>
    /// <exception cref="StorageException">Storage does not answer.</exception>
    public async Task<ReplayResult> RunAsync(LogChain chain, CancellationToken cancellation)
    {
        _revision = await etcd.RevisionAsync(cancellation);
        await using var leases = new LiveLeases(etcd.Leases);
        await leases.StartAsync(cancellation);
        (string Hash, long Last)? previous = null;
        ReplayResult? result = null;
        for (var i = FirstNeeded(chain); i < chain.Segments.Count; i++)
        {
            var (segment, header) = chain.Segments[i];
            if (previous is { } before && (header.PreviousHash != before.Hash || header.After != before.Last))
                return Ended($"'{segment.Blob}' does not go on where the segment before it ends");
            await using var scan = await SegmentScan.OpenAsync(blobs, segment.Blob, cancellation);
            if (scan?.Header is null)
                return Ended($"'{segment.Blob}' is damaged at its begin");
            await ApplyAsync(scan, leases, cancellation);
            result = Describe(segment, scan);
            if (result.Damage is not null)
                return result;
            previous = (scan.Hash, scan.Last);
        }

        return result is null ? Ended(damage: null) : result;
    }

    private int FirstNeeded(LogChain chain)
    {
        var first = 0;
        for (var i = 1; i < chain.Segments.Count; i++)
        {
            if (chain.Segments[i].Header.After <= _revision)
                first = i;
        }

        return first;
    }

    private async Task ApplyAsync(SegmentScan scan, LiveLeases leases, CancellationToken cancellation)
    {
        while (await scan.NextAsync(cancellation) is { } record)
        {
            // A lease may be named before the snapshot's revision and be used behind it.
            foreach (var lease in record.Leases)
                _leaseSeconds[lease.Id] = lease.Seconds;
            if (record.Revision <= _revision)
                continue;
            foreach (var lease in record.Events.Select(change => change.Kv.Lease).Where(lease => lease != 0).Distinct())
                await leases.GrantAsync(lease, _leaseSeconds.GetValueOrDefault(lease), cancellation);
            await CommitAsync(record, cancellation);
        }
    }

    private async Task CommitAsync(RevisionRecord record, CancellationToken cancellation)
    {
        if (record.Revision != _revision + 1)
            throw new ReplayFailedException($"the store is at revision {_revision}, the log goes on with {record.Revision}");
        var became = await etcd.CommitAsync(Transaction(record), cancellation);
        if (became != record.Revision)
            throw new ReplayFailedException($"revision {record.Revision} became {became}");
        _revision = became;
        _replayed++;
        _at = DateTimeOffset.FromUnixTimeMilliseconds(record.AtUnixMilliseconds);
    }

    private static TxnRequest Transaction(RevisionRecord record)
    {
        var transaction = new TxnRequest();
        transaction.Success.AddRange(record.Events.Select(change => change.Type == Event.Types.EventType.Delete
            ? new RequestOp { RequestDeleteRange = new DeleteRangeRequest { Key = change.Kv.Key } }
            : new RequestOp { RequestPut = new PutRequest { Key = change.Kv.Key, Value = change.Kv.Value, Lease = change.Kv.Lease } }));
        return transaction;
    }

    private ReplayResult Describe(LogSegment segment, SegmentScan scan)
    {
        var torn = scan.Outcome == FrameOutcome.Torn
            ? string.Create(CultureInfo.InvariantCulture, $"'{segment.Blob}' ends within a record, at byte {scan.Position}")
            : null;
        var damage = scan.Outcome == FrameOutcome.Damaged
            ? string.Create(CultureInfo.InvariantCulture, $"'{segment.Blob}' is damaged behind revision {scan.Last} (byte {scan.Position})")
            : null;
        return new ReplayResult(_revision, _replayed, _at, scan.EndsInOrder, torn, damage);
    }

    private ReplayResult Ended(string? damage) => new(_revision, _replayed, _at, EndsInOrder: false, Torn: null, damage);
}
