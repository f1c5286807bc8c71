using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Commands;

/// <summary>
/// Brings one stream of the command to the channel until its end. What the command left running may hold the stream open for ever: after the command's own end
/// a short silence is the end as well.
/// </summary>
internal sealed class OutputPump
{
    private static readonly TimeSpan _silence = TimeSpan.FromMilliseconds(300);

    private readonly Channel _channel;
    private readonly Descriptor _source;
    private readonly Descriptor _ended;
    private readonly char _kind;
    private readonly Thread _thread;

    public OutputPump(Channel channel, Descriptor source, char kind, Descriptor ended)
    {
        (_channel, _source, _kind, _ended) = (channel, source, kind, ended);
        _thread = new Thread(Run, 128 * 1024) { IsBackground = true };
        _thread.Start();
    }

    public void Wait() => _thread.Join();

    private void Run()
    {
        var buffer = new byte[Frame.MaximumPayload];
        while (HasMore())
        {
            var credit = _channel.TakeCredit();
            if (credit == 0) return;
            var count = _source.Read(buffer.AsSpan(0, credit));
            _channel.ReturnCredit(credit - count);
            if (count == 0) return;
            _channel.Write(_kind, buffer.AsSpan(0, count));
        }
    }

    private bool HasMore()
    {
        while (!_source.IsReadable)
        {
            if (_ended.IsReadable) return _source.WaitReadable(null, _silence);
            _source.WaitReadable(_ended, Timeout.InfiniteTimeSpan);
        }
        return true;
    }
}
