using Frankenetes.PodAgent.Attaching;
using Frankenetes.PodAgent.Commands;
using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Starting;

/// <summary>
/// Stays beside the program as the container's first process: passes signals on, reaps, ends with its exit code. Its input and output go through here, so that clients can attach, the output of this run is
/// there in the next, and its last message reaches the pod's status.
/// </summary>
internal sealed class ProgramParent(ProgramStart start, string state)
{
    private static readonly TimeSpan _mostAfterEnd = TimeSpan.FromSeconds(1), _farewell = TimeSpan.FromSeconds(5);

    private readonly KeptOutput _kept = new(state);
    private readonly LastOutput _last = new();

    /// <exception cref="SystemCallException">The program cannot be started.</exception>
    /// <exception cref="IOException">Nor can its surroundings.</exception>
    public int Run()
    {
        LibC.Ignore(LibC.PipeBroken);
        _kept.Begin();
        if (start.Message is { } path) LastMessage.Prepare(path);
        using var signals = new PassedSignals();
        using var streams = start.Terminal ? CommandStreams.Terminal(new CommandRequest { Command = start.Command, Input = start.Input }) : CommandStreams.Pipes(start.Input);
        // With this process the container ends, and whatever its program left running.
        streams.MostAfterEnd = _mostAfterEnd;
        using var attachments = new Attachments(state, streams, start.InputOnce && !start.Terminal);
        if (start.Input || start.Terminal) attachments.Listen();
        var child = ChildProcess.Start(start.Command, start.Terminal ? new Dictionary<string, string> { ["TERM"] = Environment.GetEnvironmentVariable("TERM") ?? "xterm" } : null, streams.Actions);
        signals.PassTo(child);
        streams.CloseTheirs();
        var pumps = streams.Outputs.Select(output => Pump(output.Ours, output.Kind, streams, attachments)).ToList();
        var code = child.WaitReaping();
        streams.SayEnded();
        // A client that does not read holds the program up, but not its end.
        using var patience = new Timer(_ => attachments.Leave(), null, _farewell, Timeout.InfiniteTimeSpan);
        foreach (var pump in pumps) pump.Join();
        // Before the clients hear of it: the log is whole when they look.
        Tell(code);
        attachments.End(code);
        return code;
    }

    private Thread Pump(Descriptor source, char kind, CommandStreams streams, Attachments attachments)
    {
        var log = new Descriptor(kind == FrameKind.Error ? 2 : 1);
        var thread = new Thread(() =>
        {
            var buffer = new byte[Frame.MaximumPayload];
            while (streams.HasMore(source))
            {
                var count = source.Read(buffer);
                if (count == 0) return;
                var bytes = buffer.AsSpan(0, count);
                log.Write(bytes);
                _kept.Append(bytes);
                _last.Append(bytes);
                attachments.Send(kind, bytes);
            }
        }, 128 * 1024) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private void Tell(int code)
    {
        var message = start.Message is { } path ? LastMessage.Read(path) : [];
        if (message.Length == 0 && start.MessageFromOutput && code != 0) message = _last.Text();
        if (message.Length == 0) return;
        _kept.Leave(message);
        if (!_last.EndsLine) new Descriptor(1).Write("\n"u8);
        LastMessage.Tell(message, 1);
    }
}
