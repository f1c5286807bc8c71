using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>A session with the pod agent in one container. Requests run in it side by side; it ends with the container, with the line, or when nobody needs it.</summary>
internal sealed class AgentConnection : IAsyncDisposable
{
    private const string Hello = "frankenetes-pod 1 ready";
    private const int NoiseLines = 100;
    private static readonly TimeSpan _helloLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan _idleLimit = TimeSpan.FromSeconds(30);

    private readonly ContainerTerminal _terminal;
    private readonly AgentLines _lines;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<int, AgentChannel> _channels = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _opening = new();
    private int _lastChannel;
    private long _heard;
    private long _used;
    private volatile bool _isOpen = true;
    private Task _work = Task.CompletedTask;

    private AgentConnection(ContainerTerminal terminal, TimeProvider time)
    {
        (_terminal, _lines, _time) = (terminal, new AgentLines(terminal), time);
        _heard = time.GetTimestamp();
    }

    public bool IsOpen => _isOpen;

    /// <summary>Completes when it is over.</summary>
    public Task Ended => _work;

    /// <summary>Waits for the agent's first line; null where the program that was started is none.</summary>
    public static async Task<AgentConnection?> OpenAsync(ContainerTerminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        var connection = new AgentConnection(terminal, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_helloLimit);
        try
        {
            for (var i = 0; i < NoiseLines && await connection._lines.NextAsync(limit.Token).ConfigureAwait(false) is { } line; i++)
            {
                if (!Encoding.ASCII.GetString(line.Span).TrimEnd('\r').Equals(Hello, StringComparison.Ordinal)) continue;
                connection.Start();
                return connection;
            }
        }
        catch (Exception ended) when (ended is WebSocketException or IOException || (ended is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The program could not be started, or says something else.
        }
        await terminal.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>Begins a request; null when the session is over already.</summary>
    /// <exception cref="SessionException">The line broke meanwhile.</exception>
    public async Task<AgentChannel?> OpenAsync(AgentRequest request, CancellationToken cancellationToken)
    {
        int number;
        AgentChannel channel;
        lock (_opening)
        {
            if (!_isOpen) return null;
            number = ++_lastChannel;
            _channels[number] = channel = new AgentChannel(this, number);
        }
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(request, AgentJson.Default.AgentRequest).AsMemory();
            for (; json.Length > AgentFrame.MaximumPayload; json = json[AgentFrame.MaximumPayload..])
                await SendAsync(number, AgentFrame.Part, json[..AgentFrame.MaximumPayload], cancellationToken).ConfigureAwait(false);
            await SendAsync(number, AgentFrame.Open, json, cancellationToken).ConfigureAwait(false);
            return channel;
        }
        catch
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task SendAsync(int channel, char kind, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        try
        {
            await _terminal.WriteAsync(AgentFrame.Compose(channel, kind, payload.Span), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw new SessionException("the connection to the container broke off: it has ended or cannot be reached", gone);
        }
    }

    /// <summary>The request is not wanted any more.</summary>
    public async Task GiveUpAsync(int channel)
    {
        if (!_channels.TryRemove(channel, out _) || !_isOpen) return;
        Volatile.Write(ref _used, _time.GetTimestamp());
        try
        {
            await SendAsync(channel, AgentFrame.Cancel, default, CancellationToken.None).ConfigureAwait(false);
        }
        catch (SessionException)
        {
            // Then it has ended anyway.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOpen) await QuietlyAsync(SendAsync(0, AgentFrame.Cancel, default, CancellationToken.None)).ConfigureAwait(false);
        End();
        await _work.ConfigureAwait(false);
    }

    private void Start()
    {
        _used = _time.GetTimestamp();
        _work = RunAsync();
    }

    private async Task RunAsync()
    {
        await Task.WhenAll(QuietlyAsync(ReadAsync()), QuietlyAsync(BeatAsync())).ConfigureAwait(false);
        foreach (var channel in _channels.Values) channel.Break();
        await _terminal.DisposeAsync().ConfigureAwait(false);
    }

    private void End()
    {
        lock (_opening) _isOpen = false;
        _ending.Cancel();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _lines.NextAsync(_ending.Token).ConfigureAwait(false) is { } line && AgentFrame.Parse(line.Span) is { } frame)
            {
                Volatile.Write(ref _heard, _time.GetTimestamp());
                if (!_channels.TryGetValue(frame.Channel, out var channel)) continue;
                if (!channel.Accept(frame)) break;
                if (frame.Kind != AgentFrame.Result) continue;
                Volatile.Write(ref _used, _time.GetTimestamp());
                _channels.TryRemove(frame.Channel, out _);
            }
        }
        finally
        {
            End();
        }
    }

    // Both sides know by it that the other is still there: an engine may keep a terminal open whose other end is gone.
    private async Task BeatAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(_heartbeat, _time);
            while (await timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false))
            {
                if (_time.GetElapsedTime(Volatile.Read(ref _heard)) > _silence) break;
                var idle = CloseIfIdle();
                await SendAsync(0, idle ? AgentFrame.Cancel : AgentFrame.Heartbeat, default, CancellationToken.None).ConfigureAwait(false);
                if (idle) break;
            }
        }
        finally
        {
            End();
        }
    }

    // Its memory is the pod's.
    private bool CloseIfIdle()
    {
        lock (_opening)
        {
            if (!_channels.IsEmpty || _time.GetElapsedTime(Volatile.Read(ref _used)) < _idleLimit) return false;
            _isOpen = false;
            return true;
        }
    }

    private static async Task QuietlyAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
