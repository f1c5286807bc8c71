using System.IO.Pipelines;

namespace Frankenetes.KubeletStreams.WebSockets;

/// <summary>One channel of a websocket as a stream; both directions where both are used.</summary>
internal sealed class ChannelStream : Stream
{
    private const int Backlog = 64 * 1024;

    private readonly ChannelSocket _socket;
    private readonly byte _number;
    private readonly Pipe _incoming = new(new PipeOptions(pauseWriterThreshold: Backlog, resumeWriterThreshold: Backlog / 2, useSynchronizationContext: false));
    private readonly Stream _reading;
    private int _ended;

    public ChannelStream(ChannelSocket socket, byte number, bool kept)
    {
        (_socket, _number, _reading) = (socket, number, _incoming.Reader.AsStream());
        if (!kept) StopReading();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _reading.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!buffer.IsEmpty) await _socket.SendAsync(_number, buffer, cancellationToken).ConfigureAwait(false);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal async ValueTask ReceiveAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (_ended == 0 && !content.IsEmpty) await _incoming.Writer.WriteAsync(content, cancellationToken).ConfigureAwait(false);
    }

    internal async ValueTask EndAsync(Exception? why)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0) await _incoming.Writer.CompleteAsync(why).ConfigureAwait(false);
    }

    /// <summary>What still comes is thrown away from now on.</summary>
    internal void StopReading() => _reading.Dispose();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) StopReading();
        base.Dispose(disposing);
    }
}
