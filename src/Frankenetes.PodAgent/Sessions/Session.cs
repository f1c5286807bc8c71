using System.Collections.Concurrent;
using System.Text.Json;
using Frankenetes.PodAgent.Attaching;
using Frankenetes.PodAgent.Commands;
using Frankenetes.PodAgent.Ending;
using Frankenetes.PodAgent.Files;
using Frankenetes.PodAgent.Forwarding;
using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Probing;

namespace Frankenetes.PodAgent.Sessions;

/// <summary>
/// What ACI's exec starts: a conversation in lines over the terminal that it gives. Requests run side by side, each on a channel of its own. It ends when the
/// other side says so, hangs up or is silent for too long (an engine may keep the terminal open after the client is gone); then all that it started ends too.
/// </summary>
internal sealed class Session(Descriptor input, Descriptor output)
{
    /// <summary>The first line. Its number is the protocol's version.</summary>
    public const string Hello = "frankenetes-pod 1 ready";

    // The other side is to be heard every ten seconds.
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);
    private const int LargestRequest = 16 << 20;

    private readonly ConcurrentDictionary<int, Channel> _channels = new();
    private readonly Dictionary<int, MemoryStream> _parts = [];
    private readonly FrameWriter _writer = new(output);
    private readonly object _lock = new();
    private int _running;

    public void Run()
    {
        // The end of the terminal shall end the commands, not us before them.
        LibC.Ignore(LibC.Hangup);
        LibC.Ignore(LibC.PipeBroken);
        Terminal.MakeRaw(input);
        _writer.WriteHello(Hello);
        var reader = new FrameReader(input);
        while (reader.Next(_silence) is { } frame)
        {
            if (frame.Channel != 0) Handle(frame);
            else if (frame.Kind == FrameKind.Heartbeat) _writer.Write(0, FrameKind.Heartbeat, []);
            else if (frame.Kind == FrameKind.Cancel) break;
        }
        foreach (var channel in _channels.Values) channel.Close();
        WaitForRequests();
    }

    private void WaitForRequests()
    {
        var until = Environment.TickCount64 + (long)_patience.TotalMilliseconds;
        lock (_lock)
        {
            while (_running > 0 && until > Environment.TickCount64) Monitor.Wait(_lock, (int)Math.Max(1, until - Environment.TickCount64));
        }
    }

    private void Count(int change)
    {
        lock (_lock)
        {
            _running += change;
            Monitor.PulseAll(_lock);
        }
    }

    private void Handle(in Frame frame)
    {
        if (frame.Kind is FrameKind.Part or FrameKind.Open) Collect(frame);
        else if (_channels.TryGetValue(frame.Channel, out var channel)) channel.Receive(frame);
    }

    private void Collect(in Frame frame)
    {
        if (!_parts.TryGetValue(frame.Channel, out var parts)) _parts[frame.Channel] = parts = new MemoryStream();
        if (parts.Length + frame.Payload.Length <= LargestRequest) parts.Write(frame.Payload);
        if (frame.Kind == FrameKind.Part) return;
        _parts.Remove(frame.Channel);
        Open(frame.Channel, parts.GetBuffer().AsMemory(0, (int)parts.Length));
    }

    private void Open(int number, ReadOnlyMemory<byte> json)
    {
        var channel = new Channel(number, _writer);
        if (!_channels.TryAdd(number, channel)) return;
        Count(1);
        // Requests wait in system calls, so each has a thread; the default stack would be megabytes.
        new Thread(() => Serve(number, channel, json), 256 * 1024) { IsBackground = true }.Start();
    }

    private void Serve(int number, Channel channel, ReadOnlyMemory<byte> json)
    {
        Result result;
        try
        {
            result = Do(channel, json);
        }
        // The border of one request: whatever goes wrong in it is its answer, and the others go on.
        catch (Exception failure)
        {
            result = new Result(1, failure.Message);
        }
        // First: whoever has the result may use the number again.
        _channels.TryRemove(number, out _);
        channel.Finish(result);
        Count(-1);
    }

    private static Result Do(Channel channel, ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize(json.Span, PodAgentJson.Default.Request) switch
    {
        { Exec: { } exec } => CommandRun.Run(channel, exec),
        { Forward: { } forward } => Relay.Run(channel, forward),
        { Probes: { } probes } => ProbeRun.Run(channel, probes),
        { Terminate: { } terminate } => ContainerEnd.Run(channel, terminate),
        { Hook: { } hook } => HookRun.Run(channel, hook),
        { Files: { } files } => FileUpdate.Run(files),
        { Attach: { } attach } => AttachRun.Run(channel, attach),
        { Former: { } former } => FormerRun.Run(channel, former),
        _ => new Result(1, "this pod agent does not know the request"),
    };
}
