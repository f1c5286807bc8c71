using System.IO.Pipelines;

namespace Frankenetes.KubeletStreams.WebSockets;

/// <summary>One channel of a websocket as a stream; both directions where both are used.</summary>
internal sealed class ChannelStream : DuplexStream
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

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _reading.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!buffer.IsEmpty) await _socket.SendAsync(_number, buffer, cancellationToken).ConfigureAwait(false);
    }

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

    protected override void Dispose(bool disposing)
    {
        if (disposing) StopReading();
        base.Dispose(disposing);
    }
}
