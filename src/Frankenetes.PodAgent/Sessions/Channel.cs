using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Frankenetes.PodAgent.Native;

namespace Frankenetes.PodAgent.Sessions;

/// <summary>
/// One request and the bytes that flow for it. Either side sends no more than the other is ready to take, so a slow reader costs waiting and no memory.
/// </summary>
internal sealed class Channel(int number, FrameWriter writer)
{
    /// <summary>What either side may send before it hears that some was taken.</summary>
    public const int InitialCredit = 256 * 1024;

    private readonly object _lock = new();
    private readonly Queue<byte[]> _input = new();
    private readonly List<Action> _whenClosed = [];
    private long _credit = InitialCredit;
    private int _unread;
    private bool _inputEnded;
    private bool _closed;
    private bool _finished;
    private TerminalSize? _size;
    private Action<TerminalSize>? _resized;

    public bool IsClosed
    {
        get { lock (_lock) return _closed; }
    }

    /// <summary>A frame for this request. It never waits.</summary>
    public void Receive(in Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Input:
                Accept(frame.Payload);
                break;
            case FrameKind.End:
                Change(() => _inputEnded = true);
                break;
            case FrameKind.Credit when Utf8Parser.TryParse(frame.Payload, out int bytes, out _) && bytes > 0:
                ReturnCredit(bytes);
                break;
            case FrameKind.Resize when TerminalSize.TryParse(frame.Payload, out var size):
                Resize(size);
                break;
            case FrameKind.Cancel:
                Close();
                break;
        }
    }

    /// <summary>The next bytes for the command; null when there will be none.</summary>
    public byte[]? ReadInput()
    {
        lock (_lock)
        {
            while (_input.Count == 0 && !_inputEnded && !_closed) Monitor.Wait(_lock);
            return !_closed && _input.TryDequeue(out var bytes) ? bytes : null;
        }
    }

    /// <summary>Bytes of input have found their reader: so many more may come.</summary>
    public void Grant(int bytes)
    {
        Change(() => _unread -= bytes);
        Span<byte> text = stackalloc byte[12];
        _ = Utf8Formatter.TryFormat(bytes, text, out var length);
        Write(FrameKind.Credit, text[..length]);
    }

    /// <summary>How much may be sent now; waits for the first byte. 0 when the request was given up.</summary>
    public int TakeCredit()
    {
        lock (_lock)
        {
            while (_credit <= 0 && !_closed) Monitor.Wait(_lock);
            if (_closed) return 0;
            var taken = (int)Math.Min(Frame.MaximumPayload, _credit);
            _credit -= taken;
            return taken;
        }
    }

    public void ReturnCredit(int bytes) => Change(() => _credit += bytes);

    public void Write(char kind, ReadOnlySpan<byte> payload)
    {
        if (!_finished) writer.Write(number, kind, payload);
    }

    /// <summary>Sends bytes of any number, in pieces, as the other side takes them.</summary>
    public void WriteAll(char kind, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0 && TakeCredit() is > 0 and var credit)
        {
            var length = Math.Min(credit, bytes.Length);
            ReturnCredit(credit - length);
            Write(kind, bytes[..length]);
            bytes = bytes[length..];
        }
    }

    public void Write<T>(char kind, T value, JsonTypeInfo<T> type) => Write(kind, JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>Says how the request ended; nothing is sent after it.</summary>
    public void Finish(Result result)
    {
        Write(FrameKind.Result, result, PodAgentJson.Default.Result);
        _finished = true;
        Close();
    }

    /// <summary>Runs once the request is given up or over; at once if it is.</summary>
    public void WhenClosed(Action action)
    {
        lock (_lock)
        {
            if (!_closed)
            {
                _whenClosed.Add(action);
                return;
            }
        }
        action();
    }

    /// <summary>Runs at each new size of the terminal; at once where one came already: the first one comes right behind the request. It must not wait: the whole session would.</summary>
    public void WhenResized(Action<TerminalSize> action)
    {
        lock (_lock)
        {
            _resized = action;
            if (_size is { } size) action(size);
        }
    }

    public void Close()
    {
        Action[] actions;
        lock (_lock)
        {
            if (_closed) return;
            _closed = true;
            actions = [.. _whenClosed];
            Monitor.PulseAll(_lock);
        }
        foreach (var action in actions) action();
    }

    /// <summary>Waits until the request is given up; false when the time is over first.</summary>
    public bool WaitClosed(TimeSpan limit)
    {
        var until = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        lock (_lock)
        {
            while (!_closed)
            {
                var left = until - Environment.TickCount64;
                if (left <= 0) return false;
                Monitor.Wait(_lock, (int)Math.Min(left, int.MaxValue));
            }
            return true;
        }
    }

    // More than was granted: whoever sends so does not keep to the protocol.
    private void Accept(byte[] bytes)
    {
        if (bytes.Length == 0) return;
        bool excess;
        lock (_lock)
        {
            _unread += bytes.Length;
            excess = _unread > InitialCredit;
            if (!excess && !_inputEnded) _input.Enqueue(bytes);
            Monitor.PulseAll(_lock);
        }
        if (excess) Close();
    }

    private void Resize(TerminalSize size)
    {
        lock (_lock)
        {
            _size = size;
            _resized?.Invoke(size);
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            Monitor.PulseAll(_lock);
        }
    }
}
