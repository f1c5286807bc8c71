using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Attaching;

/// <summary>The terminal's size on its way to a program. A program that does not read its input holds up whoever writes to it, and that must not be the session; of the sizes that come meanwhile the last one counts.</summary>
internal sealed class LatestSize(AttachLine line)
{
    private readonly object _lock = new();
    private readonly Lock _sending = new();
    private TerminalSize? _size;
    private bool _closed;

    public void Start() => new Thread(Run, 128 * 1024) { IsBackground = true }.Start();

    /// <summary>Does not wait.</summary>
    public void Set(TerminalSize size)
    {
        lock (_lock)
        {
            _size = size;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Sends it where that has not been done: what is typed behind it shall find it.</summary>
    public void Send()
    {
        lock (_sending)
        {
            if (Take() is { } size) line.Send(FrameKind.Resize, size.ToBytes());
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
        }
    }

    private void Run()
    {
        while (Wait()) Send();
    }

    private bool Wait()
    {
        lock (_lock)
        {
            while (_size is null && !_closed) Monitor.Wait(_lock);
            return !_closed;
        }
    }

    private TerminalSize? Take()
    {
        lock (_lock)
        {
            var size = _size;
            _size = null;
            return size;
        }
    }
}
