using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Tests;

/// <summary>The finished program under a terminal, as ACI's exec starts it, and the other side of the conversation.</summary>
internal sealed class TestSession : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly Descriptor _terminal;
    private readonly FrameWriter _writer;
    private readonly ChildProcess _program;
    private readonly BlockingCollection<Frame> _frames = [];
    private readonly Thread _reading;
    private volatile bool _hungUp;

    public TestSession()
    {
        (_terminal, var theirs) = Terminal.Open();
        using var actions = new SpawnActions().OpenTerminal(theirs);
        _program = ChildProcess.Start([PodAgentProgram.Path], null, actions);
        _writer = new FrameWriter(_terminal);
        WaitForHello();
        _reading = new Thread(Read) { IsBackground = true };
        _reading.Start();
    }

    public int ProcessId => _program.Id;

    public void Open(int channel, object request)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(request, JsonSerializerOptions.Web);
        for (var at = 0; at < json.Length; at += Frame.MaximumPayload)
        {
            var last = at + Frame.MaximumPayload >= json.Length;
            Send(channel, last ? FrameKind.Open : FrameKind.Part, json.AsSpan(at, Math.Min(Frame.MaximumPayload, json.Length - at)));
        }
    }

    public void Send(int channel, char kind, ReadOnlySpan<byte> payload) => _writer.Write(channel, kind, payload);

    public void Send(int channel, char kind, string text = "") => Send(channel, kind, Encoding.UTF8.GetBytes(text));

    public void SendRaw(string text) => _terminal.Write(Encoding.UTF8.GetBytes(text));

    public Frame Next() => _frames.TryTake(out var frame, _patience) ? frame : throw new TimeoutException("The program says nothing.");

    /// <summary>Null: nothing comes in this time.</summary>
    public Frame? Next(TimeSpan time) => _frames.TryTake(out var frame, time) ? frame : null;

    public bool IsSilent(TimeSpan time) => Next(time) is null;

    /// <summary>Reads until the request is over and gives credit for all that comes.</summary>
    public Conversation Finish(int channel)
    {
        var (output, error) = (new MemoryStream(), new MemoryStream());
        while (true)
        {
            var frame = Next();
            Assert.Equal(channel, frame.Channel);
            if (frame.Kind == FrameKind.Result) return new Conversation(output.ToArray(), error.ToArray(), JsonSerializer.Deserialize(frame.Payload, PodAgentJson.Default.Result)!);
            if (frame.Kind is not (FrameKind.Output or FrameKind.Error)) continue;
            (frame.Kind == FrameKind.Output ? output : error).Write(frame.Payload);
            Send(channel, FrameKind.Credit, frame.Payload.Length.ToString(CultureInfo.InvariantCulture));
        }
    }

    public Conversation Run(object request)
    {
        Open(1, request);
        return Finish(1);
    }

    public int WaitForEnd() => _program.Wait();

    /// <summary>A descriptor that a thread waits for stays open under it, so that one ends first.</summary>
    public void HangUp()
    {
        _hungUp = true;
        _reading.Join();
        _terminal.Dispose();
    }

    public void Dispose()
    {
        if (_terminal.Number >= 0) Send(0, FrameKind.Cancel);
        _program.Signal(LibC.Kill);
        HangUp();
    }

    private void WaitForHello()
    {
        var heard = "";
        var one = new byte[1];
        while (!heard.EndsWith(Session.Hello + "\n", StringComparison.Ordinal))
        {
            Assert.True(_terminal.Read(one) == 1, $"The program ended; it said '{heard}'.");
            heard += (char)one[0];
        }
    }

    private void Read()
    {
        var reader = new FrameReader(_terminal);
        while (!_hungUp)
        {
            if (reader.Next(TimeSpan.FromMilliseconds(50)) is { } frame) _frames.Add(frame);
            else Thread.Sleep(5);
        }
    }
}

internal sealed record Conversation(byte[] Output, byte[] Error, Result Result)
{
    public string OutputText => Encoding.UTF8.GetString(Output);

    public string ErrorText => Encoding.UTF8.GetString(Error);
}
