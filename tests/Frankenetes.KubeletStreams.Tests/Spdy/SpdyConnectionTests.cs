using System.IO.Compression;
using System.Security.Cryptography;
using Frankenetes.KubeletStreams.Spdy;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.KubeletStreams.Tests.Spdy;

public sealed class SpdyConnectionTests : IAsyncLifetime, IDisposable
{
    private LoopbackPair _pair = null!;
    private SpdyConnection _connection = null!;
    private SpdyClient _client = null!;

    public async Task InitializeAsync()
    {
        _pair = await LoopbackPair.OpenAsync();
        _connection = new SpdyConnection(_pair.Server, new SpdyLimits { Streams = 3 }, TimeProvider.System);
        _client = new SpdyClient(_pair.Client);
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _pair.Dispose();
    }

    [Fact]
    public async Task A_stream_is_accepted_with_an_empty_header_block_that_any_zlib_unpacks()
    {
        using var packed = new MemoryStream();
        for (var i = 0; i < 2; i++)
        {
            await _client.OpenAsync(("streamType", "data"));
            var reply = await _client.ReadAsync(2);
            packed.Write(reply.Payload, 4, reply.Payload.Length - 4);
        }
        packed.Position = 0;
        var blocks = new byte[8];
        await new ZLibStream(packed, CompressionMode.Decompress).ReadExactlyAsync(blocks);
        Assert.Equal(new byte[8], blocks);
    }

    [Fact]
    public async Task Bytes_go_both_ways_and_each_side_ends_alone()
    {
        var id = await _client.OpenAsync(("streamType", "data"));
        var stream = await _connection.Opened.ReadAsync();
        Assert.Equal("data", stream.Header("STREAMTYPE"));
        await _client.DataAsync(id, [1, 2, 3], last: true);
        using var received = new MemoryStream();
        await stream.CopyToAsync(received);
        Assert.Equal([1, 2, 3], received.ToArray());

        await stream.WriteAsync(new byte[] { 4, 5 });
        await stream.FinishAsync();
        await stream.FinishAsync();
        Assert.Equal([4, 5], (await _client.ReadAsync((ushort?)null)).Payload);
        var end = await _client.ReadAsync((ushort?)null);
        Assert.Equal((1, 0), (end.Flags, end.Payload.Length));
        await Assert.ThrowsAsync<IOException>(() => stream.WriteAsync(new byte[1]).AsTask());
    }

    [Fact]
    public async Task Megabytes_arrive_whole_however_they_are_torn()
    {
        var sent = RandomNumberGenerator.GetBytes(3_000_000);
        var id = await _client.OpenAsync(("streamType", "data"));
        var stream = await _connection.Opened.ReadAsync();
        var sending = Task.Run(async () =>
        {
            using var frames = new MemoryStream();
            foreach (var part in sent.Chunk(70_001)) frames.Write([.. SpdyClient.Number(id), 0, .. SpdyClient.Number((uint)part.Length)[1..], .. part]);
            foreach (var torn in frames.ToArray().Chunk(1_777)) await _client.RawAsync(torn);
            await _client.DataAsync(id, [], last: true);
        });
        using var received = new MemoryStream();
        await stream.CopyToAsync(received);
        await sending;
        Assert.Equal(sent, received.ToArray());
        // The client is told how much was read, for those that count.
        Assert.Equal(id, (await _client.ReadAsync(9)).Stream);
    }

    [Fact]
    public async Task A_frame_that_comes_byte_by_byte_is_read()
    {
        foreach (var octet in (byte[])[0x80, 3, 0, 6, 0, 0, 0, 4, 0, 0, 0, 7]) await _client.RawAsync([octet]);
        Assert.Equal(7u, (await _client.ReadAsync(6)).Stream);
    }

    [Fact]
    public async Task A_slow_reader_holds_the_sender_back()
    {
        var id = await _client.OpenAsync(("streamType", "data"));
        var stream = await _connection.Opened.ReadAsync();
        var sent = 0;
        var part = new byte[64 * 1024];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        byte[] frame = [.. SpdyClient.Number(id), 0, .. SpdyClient.Number((uint)part.Length)[1..], .. part];
        // Loopback sockets take a few megabytes by themselves; without the limit this would go on for ever.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            for (; sent < 500_000_000; sent += part.Length) await _pair.Client.WriteAsync(frame, patience.Token);
        });
        Assert.InRange(sent, 1, 60_000_000);
        await stream.DisposeAsync();
    }

    [Fact]
    public async Task What_nobody_reads_any_more_does_not_hold_up_the_others()
    {
        var (dropped, kept) = (await _client.OpenAsync(("streamType", "a")), await _client.OpenAsync(("streamType", "b")));
        await (await _connection.Opened.ReadAsync()).DisposeAsync();
        var stream = await _connection.Opened.ReadAsync();
        await _client.DataAsync(dropped, new byte[1_000_000]);
        await _client.DataAsync(kept, [9]);
        Assert.Equal(1, await stream.ReadAsync(new byte[10]));
    }

    [Fact]
    public async Task A_torn_stream_fails_both_ways_and_the_others_go_on()
    {
        var (torn, whole) = (await _client.OpenAsync(("streamType", "a")), await _client.OpenAsync(("streamType", "b")));
        var (first, second) = (await _connection.Opened.ReadAsync(), await _connection.Opened.ReadAsync());
        await _client.ControlAsync(3, [.. SpdyClient.Number(torn), .. SpdyClient.Number(5)]);
        await Assert.ThrowsAsync<IOException>(() => first.ReadAsync(new byte[1]).AsTask());
        Assert.True(first.Torn.IsCancellationRequested);
        await Assert.ThrowsAsync<IOException>(() => first.WriteAsync(new byte[1]).AsTask());
        await _client.DataAsync(whole, [1]);
        Assert.Equal(1, await second.ReadAsync(new byte[10]));
    }

    [Fact]
    public async Task More_streams_than_allowed_and_wrong_numbers_are_refused_alone()
    {
        for (var i = 0; i < 3; i++) await _client.OpenAsync(("streamType", "a"));
        var excess = await _client.OpenAsync(("streamType", "a"));
        var reset = await _client.ReadAsync(3);
        Assert.Equal((excess, (byte)3), (reset.Stream, reset.Payload[7]));
        foreach (var wrong in new uint[] { 2, excess })
        {
            await _client.SynStreamAsync(wrong, _client.Pack(("streamType", "a")));
            reset = await _client.ReadAsync(3);
            Assert.Equal((wrong, (byte)1), (reset.Stream, reset.Payload[7]));
        }
        await _client.DataAsync(99, [1]);
        Assert.Equal(99u, (await _client.ReadAsync(3)).Stream);
        Assert.False(_connection.Closed.IsCancellationRequested);
    }

    [Theory]
    [InlineData("8003000100ffffff")]
    [InlineData("80030001000000040000000100000000")]
    [InlineData("800300010000000c000000010000000000000000")]
    [InlineData("8002000100000000")]
    [InlineData("ffff000100000000")]
    [InlineData("800300030000000400000001")]
    [InlineData("8003000600000000")]
    [InlineData("474554202f20485454502f312e310d0a0d0a")]
    public async Task Frames_against_the_protocol_end_the_connection(string frame)
    {
        await _client.RawAsync(Convert.FromHexString(frame));
        if (frame.StartsWith("47", StringComparison.Ordinal)) _pair.Client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        await EndedAsync();
    }

    [Fact]
    public async Task Noise_never_does_more_than_end_the_connection()
    {
        var random = new Random(4711);
        for (var i = 0; i < 300; i++)
        {
            using var pair = await LoopbackPair.OpenAsync();
            await using var connection = new SpdyConnection(pair.Server, new SpdyLimits(), TimeProvider.System);
            var noise = new byte[random.Next(1, 400)];
            random.NextBytes(noise);
            // Half of them begin like a control frame, so that more than the first check is tried.
            if (i % 2 == 0) new byte[] { 0x80, 3, 0, (byte)random.Next(0, 11), 0, 0, 0, (byte)random.Next(0, 80) }.AsSpan(0, Math.Min(8, noise.Length)).CopyTo(noise);
            await pair.Client.WriteAsync(noise);
            pair.Client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            await foreach (var stream in connection.Opened.ReadAllAsync().WithIgnoredFailure()) await stream.DisposeAsync();
            Assert.True(connection.Closed.IsCancellationRequested);
        }
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_its_streams()
    {
        await _client.OpenAsync(("streamType", "a"));
        var stream = await _connection.Opened.ReadAsync();
        _pair.Client.Dispose();
        await Assert.ThrowsAsync<IOException>(() => stream.ReadAsync(new byte[1]).AsTask());
        Assert.True(stream.Torn.IsCancellationRequested || _connection.Closed.IsCancellationRequested);
    }

    [Fact]
    public async Task A_connection_that_is_silent_for_too_long_is_closed()
    {
        var time = new FakeTimeProvider();
        using var pair = await LoopbackPair.OpenAsync();
        await using var connection = new SpdyConnection(pair.Server, new SpdyLimits(), time);
        using var client = new SpdyClient(pair.Client);
        await client.ControlAsync(6, SpdyClient.Number(1));
        await client.ReadAsync(6);
        for (var hour = 0; hour < 4 * 60; hour++) time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(connection.Closed.IsCancellationRequested);
        await using var closing = new ClosedSignal(connection.Closed);
        for (var i = 0; i < 3000 && !connection.Closed.IsCancellationRequested; i++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(closing.Task, Task.Delay(20));
        }
        Assert.True(connection.Closed.IsCancellationRequested);
    }

    private async Task EndedAsync()
    {
        await using var closing = new ClosedSignal(_connection.Closed);
        await closing.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }
}
