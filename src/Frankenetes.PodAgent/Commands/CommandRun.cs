using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Commands;

/// <summary>Runs a command for a channel: its streams are the channel's, its end is the channel's.</summary>
internal static class CommandRun
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(2);

    public static Result Run(Channel channel, CommandRequest request)
    {
        if (request.Command is not { Count: > 0 }) return new Result(126, "there is no command to run");
        using var streams = request.Terminal ? CommandStreams.Terminal(request) : CommandStreams.Pipes(request.Input);
        // Before the start: a program that asks for its size at once is told the right one where that is known.
        channel.WhenResized(streams.Resize);
        ChildProcess child;
        try
        {
            if (request.WorkingDirectory is { } folder) streams.Actions.In(folder);
            child = ChildProcess.Start(request.Command, Additions(request), streams.Actions);
        }
        catch (SystemCallException failure)
        {
            return new Result(failure.ExitCode, failure.Message);
        }
        return Serve(channel, streams, child);
    }

    private static Result Serve(Channel channel, CommandStreams streams, ChildProcess child)
    {
        streams.CloseTheirs();
        channel.WhenClosed(() => End(child));
        var pumps = streams.Outputs.Select(output => new OutputPump(channel, streams, output.Ours, output.Kind)).ToList();
        if (streams.Input is { } input) new InputPump(channel, input, streams.IsTerminal).Start();
        var code = child.Wait();
        streams.SayEnded();
        foreach (var pump in pumps) pump.Wait();
        return new Result(code);
    }

    // What the user expects of a closed window; whoever does not mind it is killed.
    private static void End(ChildProcess child)
    {
        child.Signal(LibC.Hangup);
        child.Signal(LibC.Terminate);
        new Thread(() =>
        {
            Thread.Sleep(_grace);
            child.Signal(LibC.Kill);
        }, 128 * 1024) { IsBackground = true }.Start();
    }

    private static Dictionary<string, string> Additions(CommandRequest request)
    {
        var all = new Dictionary<string, string>();
        if (request.Terminal) all["TERM"] = "xterm";
        foreach (var (name, value) in request.Environment ?? new Dictionary<string, string>()) all[name] = value;
        return all;
    }
}
