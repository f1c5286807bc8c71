using System.IO.Pipelines;

namespace Frankenetes.KubeletStreams.Spdy;

/// <summary>
/// One stream of a connection. Reading gives what the peer sends, and 0 bytes once it has finished its side; writing sends, waiting for a slow peer. A stream that the peer
/// tore off fails both ways.
/// </summary>
internal sealed class SpdyStream : DuplexStream
{
    private const int WindowStep = 32 * 1024;

    private readonly FrameWriter _writer;
    private readonly Action<SpdyStream> _finished;
    private readonly Pipe _incoming;
    private readonly Stream _reading;
    private readonly CancellationTokenSource _torn = new();
    private readonly Lock _ends = new();
    private bool _peerDone;
    private bool _weDone;
    private int _unacknowledged;

    public SpdyStream(uint id, IReadOnlyDictionary<string, string> headers, FrameWriter writer, int backlog, Action<SpdyStream> finished)
    {
        (Id, Headers, _writer, _finished, Torn) = (id, headers, writer, finished, _torn.Token);
        _incoming = new Pipe(new PipeOptions(pauseWriterThreshold: backlog, resumeWriterThreshold: backlog / 2, useSynchronizationContext: false));
        _reading = _incoming.Reader.AsStream();
    }

    public uint Id { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Cancelled when the peer tears the stream off or the connection ends.</summary>
    public CancellationToken Torn { get; }

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _reading.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _unacknowledged += read;
        if (_unacknowledged >= WindowStep && !_peerDone)
        {
            var bytes = _unacknowledged;
            _unacknowledged = 0;
            await _writer.WindowUpdateAsync(Id, bytes).ConfigureAwait(false);
        }
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (; !buffer.IsEmpty; buffer = buffer[Math.Min(FrameWriter.LargestData, buffer.Length)..])
        {
            if (_weDone || Torn.IsCancellationRequested) throw new IOException("the client has closed this stream");
            var part = buffer[..Math.Min(FrameWriter.LargestData, buffer.Length)];
            await _writer.DataAsync(Id, part, last: false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells the peer that nothing more comes. May be repeated.</summary>
    public async Task FinishAsync()
    {
        if (!End(ours: true)) return;
        await _writer.DataAsync(Id, ReadOnlyMemory<byte>.Empty, last: true, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Tears the stream off.</summary>
    public async Task ResetAsync(ResetReason reason)
    {
        if (Torn.IsCancellationRequested) return;
        await TearAsync(null).ConfigureAwait(false);
        await _writer.ResetAsync(Id, reason).ConfigureAwait(false);
    }

    /// <summary>Takes in what the peer sent; waits while the backlog is full.</summary>
    internal async ValueTask ReceiveAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (_peerDone) return;
        await _incoming.Writer.WriteAsync(data, cancellationToken).ConfigureAwait(false);
    }

    internal bool IsFinishedByPeer => _peerDone;

    internal async ValueTask ReceiveEndAsync()
    {
        if (End(ours: false)) await _incoming.Writer.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>The peer tore it off, or the connection is gone.</summary>
    internal async ValueTask TearAsync(Exception? why)
    {
        End(ours: true);
        if (End(ours: false)) await _incoming.Writer.CompleteAsync(why ?? new IOException("the client has torn this stream off")).ConfigureAwait(false);
        await _torn.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>What still comes is thrown away from now on.</summary>
    internal void StopReading() => _reading.Dispose();

    protected override void Dispose(bool disposing)
    {
        if (disposing) StopReading();
        base.Dispose(disposing);
    }

    // True when this call ended that side.
    private bool End(bool ours)
    {
        lock (_ends)
        {
            ref var side = ref ours ? ref _weDone : ref _peerDone;
            if (side) return false;
            side = true;
            if (!(_weDone && _peerDone)) return true;
        }
        _finished(this);
        return true;
    }
}
