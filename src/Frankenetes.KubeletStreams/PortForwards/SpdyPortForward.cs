using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Frankenetes.KubeletStreams.Spdy;

namespace Frankenetes.KubeletStreams.PortForwards;

/// <summary>
/// Port-forwards over SPDY: for each forwarded connection the client opens an error stream and a data stream with the same <c>requestID</c> and <c>port</c>; older ones send no id,
/// their data stream is the next after the error stream.
/// </summary>
public sealed class SpdyPortForward
{
    private static readonly TimeSpan PairPatience = TimeSpan.FromSeconds(30);

    private readonly SpdyConnection _connection;
    private readonly PortForwarder _forward;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, SpdyStream> _waiting = [];
    private readonly ConcurrentDictionary<Task, bool> _forwards = new();

    private SpdyPortForward(SpdyConnection connection, PortForwarder forward, TimeProvider time) => (_connection, _forward, _time) = (connection, forward, time);

    /// <summary>Serves until the client closes the connection or the token is cancelled.</summary>
    /// <param name="transport">The upgraded connection.</param>
    /// <param name="forward">Relays one connection.</param>
    /// <param name="time">For the limits.</param>
    /// <param name="cancellationToken">Ends all.</param>
    public static async Task RunAsync(Stream transport, PortForwarder forward, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = new SpdyConnection(transport, new SpdyLimits(), time);
        var session = new SpdyPortForward(connection, forward, time);
        try
        {
            await foreach (var stream in connection.Opened.ReadAllAsync(cancellationToken).ConfigureAwait(false)) await session.TakeAsync(stream).ConfigureAwait(false);
        }
        catch (SpdyException)
        {
            // Said to the peer already; its streams are torn.
        }
        finally
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            await Task.WhenAll(session._forwards.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TakeAsync(SpdyStream stream)
    {
        var type = stream.Header("streamType");
        if (type is not ("error" or "data") || PortOf(stream) is not { } port)
        {
            await stream.ResetAsync(ResetReason.ProtocolError).ConfigureAwait(false);
            return;
        }
        var id = stream.Header("requestID") ?? (type == "error" ? stream.Id : stream.Id - 2).ToString(CultureInfo.InvariantCulture);
        SpdyStream? other;
        lock (_waiting)
        {
            if (!_waiting.Remove(id, out other)) _waiting[id] = stream;
        }
        if (other is null) Track(GiveUpAsync(id, stream));
        else if (other.Header("streamType") == type) await Task.WhenAll(other.ResetAsync(ResetReason.ProtocolError), stream.ResetAsync(ResetReason.ProtocolError)).ConfigureAwait(false);
        else Track(type == "data" ? ForwardAsync(port, stream, other) : ForwardAsync(port, other, stream));
    }

    private void Track(Task task)
    {
        _forwards[task] = true;
        task.ContinueWith(ended => _forwards.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task GiveUpAsync(string id, SpdyStream stream)
    {
        // A stream that has ended well is never torn, so the connection's end counts too.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stream.Torn, _connection.Closed);
        await Task.Delay(PairPatience, _time, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_waiting)
        {
            if (_waiting.GetValueOrDefault(id) != stream) return;
            _waiting.Remove(id);
        }
        await QuietlyAsync(() => stream.ResetAsync(ResetReason.Cancel)).ConfigureAwait(false);
    }

    private async Task ForwardAsync(int port, SpdyStream data, SpdyStream error)
    {
        await Task.Yield();
        var failure = await FailureAsync(port, data).ConfigureAwait(false);
        data.StopReading();
        await QuietlyAsync(data.FinishAsync).ConfigureAwait(false);
        if (failure is not null) await QuietlyAsync(() => error.WriteAsync(Encoding.UTF8.GetBytes(failure)).AsTask()).ConfigureAwait(false);
        await QuietlyAsync(error.FinishAsync).ConfigureAwait(false);
        error.StopReading();
    }

    private async Task<string?> FailureAsync(int port, SpdyStream data)
    {
        try
        {
            await _forward(port, data, data.Torn).ConfigureAwait(false);
            return null;
        }
        catch (PortForwardException refused)
        {
            return refused.Message;
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static int? PortOf(SpdyStream stream) =>
        ushort.TryParse(stream.Header("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;

    private static async Task QuietlyAsync(Func<Task> send)
    {
        try
        {
            await send().ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone.
        }
    }
}
