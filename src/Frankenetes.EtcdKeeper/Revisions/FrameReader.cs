using System.Buffers.Binary;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>Reads a segment frame by frame and holds each against the chain.</summary>
/// <param name="input">The segment from its begin; read forward only.</param>
internal sealed class FrameReader(Stream input)
{
    /// <summary>A revision can be as large as etcd's largest request, which is raised for a replay; more was never written.</summary>
    private const int LargestContent = 512 << 20;

    private readonly byte[] _chain = [.. Frame.Origin];
    private FrameOutcome? _end;

    /// <summary>The chain's hash after the last whole frame.</summary>
    public ReadOnlySpan<byte> Chain => _chain;

    /// <summary>Where the last whole frame ends, in bytes from the begin.</summary>
    public long Position { get; private set; }

    /// <summary>The next frame; after anything but a frame, that again.</summary>
    public async ValueTask<FrameRead> ReadAsync(CancellationToken cancellation)
    {
        if (_end is { } ended)
            return new FrameRead(ended, default, 0, default);
        var head = new byte[Frame.HeadBytes];
        var read = await input.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        if (read < head.Length)
            return End(read == 0 ? FrameOutcome.End : FrameOutcome.Torn);
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(13)) != Frame.CheckSum(head.AsSpan(0, 13)) || length is < 0 or > LargestContent)
            return End(FrameOutcome.Damaged);
        var rest = await ReadRestAsync(length + Frame.HashBytes, cancellation);
        if (rest is null)
            return End(FrameOutcome.Torn);
        return Check(head, rest, length);
    }

    private FrameRead Check(byte[] head, byte[] rest, int length)
    {
        byte[] chain = [.. _chain];
        Frame.Link(chain, head, rest.AsSpan(0, length));
        if (!chain.AsSpan().SequenceEqual(rest.AsSpan(length)))
            return End(FrameOutcome.Damaged);
        chain.CopyTo(_chain, 0);
        Position += head.Length + rest.Length;
        return new FrameRead(FrameOutcome.Frame, (FrameKind)head[4], BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(5)), rest.AsMemory(0, length));
    }

    private async Task<byte[]?> ReadRestAsync(int bytes, CancellationToken cancellation)
    {
        var rest = new byte[bytes];
        return await input.ReadAtLeastAsync(rest, bytes, throwOnEndOfStream: false, cancellation) == bytes ? rest : null;
    }

    private FrameRead End(FrameOutcome outcome)
    {
        _end = outcome;
        return new FrameRead(outcome, default, 0, default);
    }
}
