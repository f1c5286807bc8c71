using Frankenetes.KubeletStreams.Spdy;

namespace Frankenetes.KubeletStreams.RemoteCommands;

/// <summary>An exec or attach over SPDY: one stream for each of error (the status), stdin, stdout, stderr and resize, told apart by the header <c>streamType</c>.</summary>
public sealed class SpdyRemoteCommand : RemoteCommandSession
{
    private static readonly TimeSpan StreamPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LingerPatience = TimeSpan.FromMinutes(5);

    private readonly SpdyConnection _connection;
    private readonly Dictionary<string, SpdyStream> _streams;
    private readonly Task _refusing;

    private SpdyRemoteCommand(SpdyConnection connection, Dictionary<string, SpdyStream> streams, string protocol)
    {
        (_connection, _streams, HasStatus) = (connection, streams, RemoteCommandProtocol.HasStatus(protocol));
        _refusing = RefuseMoreAsync();
    }

    /// <inheritdoc/>
    public override Stream? Input => _streams.GetValueOrDefault("stdin");

    /// <inheritdoc/>
    public override Stream Output => _streams.GetValueOrDefault("stdout") ?? Stream.Null;

    /// <inheritdoc/>
    public override Stream? Error => _streams.GetValueOrDefault("stderr");

    /// <inheritdoc/>
    public override IAsyncEnumerable<TerminalResize>? Resizes => _streams.GetValueOrDefault("resize") is { } stream ? TerminalResizes.ReadAsync(stream) : null;

    /// <inheritdoc/>
    public override CancellationToken Gone => _connection.Closed;

    private protected override bool HasStatus { get; }

    /// <summary>Waits for the client to open its streams.</summary>
    /// <param name="transport">The upgraded connection.</param>
    /// <param name="protocol">One of <see cref="RemoteCommandProtocol.OverSpdy"/>.</param>
    /// <param name="options">What the request asked for: those streams must come.</param>
    /// <param name="time">For the limits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The client left, or opened something else.</exception>
    /// <exception cref="TimeoutException">It did not open them in time.</exception>
    public static async Task<SpdyRemoteCommand> OpenAsync(Stream transport, string protocol, RemoteCommandOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var connection = new SpdyConnection(transport, new SpdyLimits(), time);
        try
        {
            var streams = await CollectAsync(connection, Expected(protocol, options), cancellationToken).WaitAsync(StreamPatience, time, cancellationToken).ConfigureAwait(false);
            return new SpdyRemoteCommand(connection, streams, protocol);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _refusing.ConfigureAwait(false);
        foreach (var stream in _streams.Values) await stream.DisposeAsync().ConfigureAwait(false);
    }

    private protected override async Task EndAsync(byte[] status)
    {
        try
        {
            // What the client still sends is of no use, and must not keep its end from being heard.
            _streams.GetValueOrDefault("stdin")?.StopReading();
            foreach (var name in new[] { "stdout", "stderr" })
                if (_streams.TryGetValue(name, out var output)) await output.FinishAsync().ConfigureAwait(false);
            await _streams["error"].WriteAsync(status).ConfigureAwait(false);
            await _streams["error"].FinishAsync().ConfigureAwait(false);
            await _connection.LingerAsync(LingerPatience).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client left before it was told.
        }
    }

    private static HashSet<string> Expected(string protocol, RemoteCommandOptions options)
    {
        HashSet<string> expected = ["error"];
        if (options.Input) expected.Add("stdin");
        if (options.Output) expected.Add("stdout");
        if (options.Error && !options.Terminal) expected.Add("stderr");
        if (options.Terminal && RemoteCommandProtocol.HasResize(protocol)) expected.Add("resize");
        return expected;
    }

    private static async Task<Dictionary<string, SpdyStream>> CollectAsync(SpdyConnection connection, HashSet<string> expected, CancellationToken cancellationToken)
    {
        var streams = new Dictionary<string, SpdyStream>();
        while (streams.Count < expected.Count)
        {
            if (!await connection.Opened.WaitToReadAsync(cancellationToken).ConfigureAwait(false)) throw new IOException("the client left before it had opened its streams");
            if (!connection.Opened.TryRead(out var stream)) continue;
            var type = stream.Header("streamType") ?? "";
            if (!expected.Contains(type) || !streams.TryAdd(type, stream)) await stream.ResetAsync(ResetReason.ProtocolError).ConfigureAwait(false);
        }
        return streams;
    }

    private async Task RefuseMoreAsync()
    {
        try
        {
            await foreach (var stream in _connection.Opened.ReadAllAsync().ConfigureAwait(false)) await stream.ResetAsync(ResetReason.RefusedStream).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The connection's end is told by Gone.
        }
    }
}
