using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Threading.Channels;

namespace Frankenetes.KubeletStreams.Spdy;

/// <summary>
/// The server's side of a SPDY/3.1 connection. Peers are github.com/moby/spdystream: they send no WINDOW_UPDATE and heed none, so what we send is held back by TCP alone.
/// Source: SPDY Protocol, Draft 3.1.
/// </summary>
internal sealed class SpdyConnection : IAsyncDisposable
{
    private readonly SpdyLimits _limits;
    private readonly TimeProvider _time;
    private readonly Activity _activity;
    private readonly PipeReader _reader;
    private readonly FrameWriter _writer;
    private readonly HeaderInflater _inflater;
    private readonly SpdyStreams _streams;
    private readonly CancellationTokenSource _closed = new();
    private readonly Channel<SpdyStream> _opened = Channel.CreateUnbounded<SpdyStream>();
    private readonly Task _running;
    private uint _ping;

    /// <summary>Reads from now on.</summary>
    /// <param name="transport">The upgraded connection; its owner closes it after <see cref="DisposeAsync"/>.</param>
    /// <param name="limits">What the peer may use up.</param>
    /// <param name="time">For the idle limit.</param>
    public SpdyConnection(Stream transport, SpdyLimits limits, TimeProvider time)
    {
        (_limits, _time, _activity, Closed) = (limits, time, new Activity(time), _closed.Token);
        _reader = PipeReader.Create(transport, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true));
        _writer = new FrameWriter(transport, _activity, Closed);
        _inflater = new HeaderInflater(limits.HeaderBlock);
        _streams = new SpdyStreams(limits, _writer);
        _running = RunAsync();
    }

    /// <summary>Cancelled when the connection is of no more use: the peer left, broke the protocol or was silent for too long.</summary>
    public CancellationToken Closed { get; }

    /// <summary>Streams as the peer opens them; completes with the connection.</summary>
    public ChannelReader<SpdyStream> Opened => _opened.Reader;

    /// <summary>Waits until the peer has closed, which says that it has read everything: it may throw away what it has not read when we close first.</summary>
    public async Task LingerAsync(TimeSpan patience)
    {
        try
        {
            await _running.WaitAsync(patience, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await SayGoodbyeAsync(0).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _inflater.Dispose();
        _writer.Dispose();
    }

    private async Task RunAsync()
    {
        // The constructor does not wait for the first frame.
        await Task.Yield();
        Exception? why = null;
        var pinging = PingAsync();
        try
        {
            await ReadAsync().ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is SpdyException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            why = ended;
            if (ended is SpdyException) await SayGoodbyeAsync(1).ConfigureAwait(false);
        }
        await _closed.CancelAsync().ConfigureAwait(false);
        _opened.Writer.TryComplete(why as SpdyException);
        await _streams.TearAllAsync(why as SpdyException ?? new IOException("the client has closed the connection")).ConfigureAwait(false);
        await pinging.ConfigureAwait(false);
        await _reader.CompleteAsync().ConfigureAwait(false);
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            var result = await _reader.ReadAtLeastAsync(FrameHeader.Size, Closed).ConfigureAwait(false);
            if (result.Buffer.Length < FrameHeader.Size) return;
            var frame = ReadHeader(result.Buffer);
            _reader.AdvanceTo(result.Buffer.GetPosition(FrameHeader.Size));
            if (frame.Type != FrameType.Ping) _activity.Touch();
            if (frame.Type is null) await DataAsync(frame).ConfigureAwait(false);
            else await ControlAsync(frame).ConfigureAwait(false);
        }
    }

    private static FrameHeader ReadHeader(ReadOnlySequence<byte> buffer)
    {
        Span<byte> bytes = stackalloc byte[FrameHeader.Size];
        buffer.Slice(0, FrameHeader.Size).CopyTo(bytes);
        return FrameHeader.Read(bytes);
    }

    // Passed on as it comes: a frame may say that it is 16 MB long.
    private async Task DataAsync(FrameHeader frame)
    {
        var stream = await _streams.ForDataAsync(frame.StreamId).ConfigureAwait(false);
        for (var left = frame.Length; left > 0;)
        {
            var result = await _reader.ReadAsync(Closed).ConfigureAwait(false);
            if (result.IsCompleted && result.Buffer.Length < left && result.Buffer.IsEmpty) throw new IOException("the connection ended inside a frame");
            var data = result.Buffer.Slice(0, Math.Min(left, result.Buffer.Length));
            if (stream is not null)
                foreach (var part in data) await stream.ReceiveAsync(part, Closed).ConfigureAwait(false);
            left -= (int)data.Length;
            _reader.AdvanceTo(data.End);
        }
        if (frame.IsLast && stream is not null) await stream.ReceiveEndAsync().ConfigureAwait(false);
    }

    private async Task ControlAsync(FrameHeader frame)
    {
        if (frame.Length > _limits.ControlFrame) throw new SpdyException($"a control frame of {frame.Length} bytes");
        await AnswerAsync(frame, frame.Length == 0 ? [] : await ReadPayloadAsync(frame.Length).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task<byte[]> ReadPayloadAsync(int length)
    {
        var result = await _reader.ReadAtLeastAsync(length, Closed).ConfigureAwait(false);
        if (result.Buffer.Length < length) throw new IOException("the connection ended inside a frame");
        var payload = result.Buffer.Slice(0, length).ToArray();
        _reader.AdvanceTo(result.Buffer.GetPosition(length));
        return payload;
    }

    private async Task AnswerAsync(FrameHeader frame, byte[] payload)
    {
        switch (frame.Type)
        {
            case FrameType.SynStream:
                var headers = HeaderBlock.Parse(_inflater.Inflate(payload.AsMemory(Checked(payload, 10))));
                if (await _streams.OpenAsync(StreamId(payload), headers, frame.IsLast).ConfigureAwait(false) is { } opened) _opened.Writer.TryWrite(opened);
                break;
            case FrameType.SynReply or FrameType.Headers:
                // Of no use here, but all blocks are one zlib stream.
                _inflater.Inflate(payload.AsMemory(Checked(payload, 4)));
                if (frame.IsLast) await _streams.EndAsync(StreamId(payload)).ConfigureAwait(false);
                break;
            case FrameType.RstStream:
                Checked(payload, 8);
                await _streams.TearAsync(StreamId(payload)).ConfigureAwait(false);
                break;
            case FrameType.Ping:
                Checked(payload, 4);
                // Odd numbers are the client's questions, even ones its answers to ours.
                if ((payload[3] & 1) == 1) await _writer.PingAsync(BinaryPrimitives.ReadUInt32BigEndian(payload)).ConfigureAwait(false);
                break;
            default:
                // GOAWAY: its TCP end follows. SETTINGS, WINDOW_UPDATE: see above. Unknown kinds are to be ignored.
                break;
        }
    }

    private async Task PingAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(_limits.PingInterval, _time);
            while (await timer.WaitForNextTickAsync(Closed).ConfigureAwait(false))
            {
                if (_activity.Silence > _limits.Idle) await _closed.CancelAsync().ConfigureAwait(false);
                // An answer tells nothing new: a peer that is gone is found by TCP when this cannot be delivered.
                await _writer.PingAsync(_ping += 2).ConfigureAwait(false);
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or ObjectDisposedException)
        {
            await _closed.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task SayGoodbyeAsync(uint status)
    {
        try
        {
            await _writer.GoAwayAsync(_streams.Last, status).WaitAsync(TimeSpan.FromSeconds(1), _time).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or TimeoutException or ObjectDisposedException)
        {
            // Nobody is there to hear it.
        }
    }

    private static int Checked(byte[] payload, int least) => payload.Length >= least ? least : throw new SpdyException("a control frame is too short");

    private static uint StreamId(byte[] payload) => BinaryPrimitives.ReadUInt32BigEndian(payload) & 0x7FFFFFFF;
}
