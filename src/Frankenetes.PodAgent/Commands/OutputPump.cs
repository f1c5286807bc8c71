using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Commands;

/// <summary>Brings one stream of the command to the channel until its end.</summary>
internal sealed class OutputPump
{
    private readonly Channel _channel;
    private readonly CommandStreams _streams;
    private readonly Descriptor _source;
    private readonly char _kind;
    private readonly Thread _thread;

    public OutputPump(Channel channel, CommandStreams streams, Descriptor source, char kind)
    {
        (_channel, _streams, _source, _kind) = (channel, streams, source, kind);
        _thread = new Thread(Run, 128 * 1024) { IsBackground = true };
        _thread.Start();
    }

    public void Wait() => _thread.Join();

    private void Run()
    {
        var buffer = new byte[Frame.MaximumPayload];
        while (_streams.HasMore(_source))
        {
            var credit = _channel.TakeCredit();
            if (credit == 0) return;
            var count = _source.Read(buffer.AsSpan(0, credit));
            _channel.ReturnCredit(credit - count);
            if (count == 0) return;
            _channel.Write(_kind, buffer.AsSpan(0, count));
        }
    }
}
