using System.Buffers;
using System.Buffers.Binary;

namespace Frankenetes.KubeletStreams.Spdy;

/// <summary>
/// Writes whole frames, one after the other. A frame that was begun is written to its end or to the connection's, whatever becomes of who asked for it: half a frame would spoil the rest.
/// </summary>
internal sealed class FrameWriter(Stream transport, Activity activity, CancellationToken closed) : IDisposable
{
    /// <summary>Payload of one data frame at most: other streams get their turn in between.</summary>
    public const int LargestData = 32 * 1024;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _compressionBegun;

    public Task DataAsync(uint stream, ReadOnlyMemory<byte> data, bool last, CancellationToken cancellationToken)
    {
        activity.Touch();
        return WriteAsync(new FrameHeader(null, stream, last ? FrameHeader.Fin : (byte)0, data.Length), data, cancellationToken);
    }

    /// <summary>Accepts a stream, with no headers.</summary>
    public async Task ReplyAsync(uint stream)
    {
        await _turn.WaitAsync(closed).ConfigureAwait(false);
        try
        {
            // No headers: the number 0. Stored, not compressed, in the zlib stream that all our header blocks are; the empty block is the flush that the reader waits for.
            byte[] zlib = _compressionBegun ? [] : [0x78, 0x01];
            _compressionBegun = true;
            byte[] payload = [0, 0, 0, 0, .. zlib, .. StoredBlock.Of([0, 0, 0, 0]), .. StoredBlock.Of([])];
            BinaryPrimitives.WriteUInt32BigEndian(payload, stream);
            await SendAsync(new FrameHeader(FrameType.SynReply, 0, 0, payload.Length), payload).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task ResetAsync(uint stream, ResetReason reason) => ControlAsync(FrameType.RstStream, stream, (uint)reason);

    public Task WindowUpdateAsync(uint stream, int bytes) => ControlAsync(FrameType.WindowUpdate, stream, (uint)bytes);

    public Task PingAsync(uint id) => ControlAsync(FrameType.Ping, id);

    /// <summary>Says that no new stream is wanted.</summary>
    /// <param name="lastStream">The last that was accepted.</param>
    /// <param name="status">0: all is well, 1: the peer broke the protocol.</param>
    public Task GoAwayAsync(uint lastStream, uint status) => ControlAsync(FrameType.GoAway, lastStream, status);

    public void Dispose() => _turn.Dispose();

    private Task ControlAsync(FrameType type, params uint[] numbers)
    {
        var payload = new byte[numbers.Length * 4];
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan(i * 4), numbers[i]);
        return WriteAsync(new FrameHeader(type, 0, 0, payload.Length), payload, CancellationToken.None);
    }

    private async Task WriteAsync(FrameHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(closed, cancellationToken);
        await _turn.WaitAsync(waiting.Token).ConfigureAwait(false);
        try
        {
            await SendAsync(header, payload).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task SendAsync(FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        var frame = ArrayPool<byte>.Shared.Rent(FrameHeader.Size + payload.Length);
        try
        {
            header.Write(frame);
            payload.CopyTo(frame.AsMemory(FrameHeader.Size));
            await transport.WriteAsync(frame.AsMemory(0, FrameHeader.Size + payload.Length), closed).ConfigureAwait(false);
            await transport.FlushAsync(closed).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }
}
