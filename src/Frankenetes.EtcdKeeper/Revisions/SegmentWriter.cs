using System.Text.Json;
using Frankenetes.EtcdKeeper.Etcd.Protos;
using Frankenetes.EtcdKeeper.Storage;
using Google.Protobuf;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>
/// Writes one segment, whose lease this keeper holds. What is given to it is framed at once and sent until it is known to stand in storage:
/// an append whose answer was lost is looked for before it is sent again.
/// </summary>
internal sealed class SegmentWriter(AppendBlobs blobs, SegmentName name, string leaseId)
{
    /// <summary>Azure allows 50 000 appends to a blob.</summary>
    private const int MostAppends = 40_000;

    private const long MostBytes = 64 << 20;
    private readonly byte[] _chain = [.. Frame.Origin];
    private readonly HashSet<long> _leases = [];
    private byte[] _unsent = [];
    private int _sent;
    private long _position;
    private int _appends;
    private bool _uncertain;

    public SegmentName Name => name;

    /// <summary>The chain's hash after all that was framed, hex.</summary>
    public string Hash => Convert.ToHexStringLower(_chain);

    /// <summary>The revisions in it.</summary>
    public int Revisions { get; private set; }

    /// <summary>It is time for a next one.</summary>
    public bool IsLong => _appends > MostAppends || _position > MostBytes;

    /// <summary>All that was framed stands in storage.</summary>
    public bool IsFlushed => _sent == _unsent.Length;

    public void AddHeader(SegmentHeader header)
        => Add(output => Frame.Write(output, FrameKind.Header, header.After, JsonSerializer.SerializeToUtf8Bytes(header, KeeperJson.Default.SegmentHeader), _chain));

    public void Add(IReadOnlyList<PendingRevision> revisions)
        => Add(output =>
        {
            foreach (var revision in revisions)
                Frame.Write(output, FrameKind.Revision, revision.Record.Revision, WithNewLeases(revision.Record).ToByteArray(), _chain);
            Revisions += revisions.Count;
        });

    /// <summary>Says that the keeper ends in order.</summary>
    public void AddEnd(long revision) => Add(output => Frame.Write(output, FrameKind.End, revision, [], _chain));

    /// <summary>Sends all that was framed.</summary>
    /// <exception cref="StorageException">It may or may not stand there; to be called again.</exception>
    /// <exception cref="LogFencedException">Another keeper has the log.</exception>
    /// <exception cref="LogBrokenException">The blob is not what was written.</exception>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        while (!IsFlushed)
        {
            var part = _unsent.AsMemory(_sent, Math.Min(AppendBlobs.LargestAppend, _unsent.Length - _sent));
            if (!_uncertain || !await FindAsync(part.Length, cancellation))
                await SendAsync(part, cancellation);
        }
    }

    /// <summary>Makes sure that the lease still binds.</summary>
    /// <exception cref="StorageException">Nobody says.</exception>
    /// <exception cref="LogFencedException">It does not.</exception>
    /// <exception cref="LogBrokenException">The blob is gone.</exception>
    public async Task<long> CheckAsync(CancellationToken cancellation)
    {
        var hold = await blobs.LookAsync(name.ToString(), leaseId, cancellation);
        // A lease that was broken, on a blob that was not sealed: nobody took over, somebody tidied up.
        if (hold.State == HoldState.Free && !await blobs.TryLeaseAsync(name.ToString(), leaseId, cancellation))
            hold = hold with { State = HoldState.Taken };
        return hold.State switch
        {
            HoldState.Taken => throw new LogFencedException($"another keeper has taken over '{name}'"),
            HoldState.Absent => throw new LogBrokenException($"'{name}' is gone"),
            _ => hold.Bytes,
        };
    }

    /// <summary>Ends the segment for good.</summary>
    public Task CloseAsync(CancellationToken cancellation) => blobs.CloseAsync(name.ToString(), leaseId, cancellation);

    private void Add(Action<Stream> frame)
    {
        // An append whose answer was lost is known by its length, so nothing may join it.
        if (!IsFlushed)
            throw new InvalidOperationException("What was framed before has not been flushed.");
        using var output = new MemoryStream();
        frame(output);
        _unsent = output.ToArray();
        _sent = 0;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> part, CancellationToken cancellation)
    {
        _uncertain = true;
        var outcome = await blobs.AppendAsync(name.ToString(), part, _position, leaseId, cancellation);
        if (outcome == AppendOutcome.Appended)
            Sent(part.Length);
        else if (outcome == AppendOutcome.Full)
            throw new LogBrokenException($"'{name}' takes no more appends");
        else
            await FindAsync(part.Length, cancellation);
    }

    /// <summary>Looks whether an append stands there whose answer was lost.</summary>
    private async Task<bool> FindAsync(int bytes, CancellationToken cancellation)
    {
        var length = await CheckAsync(cancellation);
        if (length == _position + bytes)
        {
            Sent(bytes);
            return true;
        }

        if (length != _position)
            throw new LogBrokenException($"'{name}' has {length} bytes where {_position} were written");
        _uncertain = false;
        return false;
    }

    private void Sent(int bytes)
    {
        _uncertain = false;
        _position += bytes;
        _sent += bytes;
        _appends++;
        if (IsFlushed)
            (_unsent, _sent) = ([], 0);
    }

    /// <summary>The record with only those leases that this segment has not named yet.</summary>
    private RevisionRecord WithNewLeases(RevisionRecord record)
    {
        var known = record.Leases.Where(lease => !_leases.Add(lease.Id)).ToList();
        if (known.Count == 0)
            return record;
        var lean = record.Clone();
        lean.Leases.Clear();
        lean.Leases.AddRange(record.Leases.Except(known));
        return lean;
    }
}
