using System.Collections.Concurrent;
using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Commands;

/// <summary>A command's standard streams: three pipes, or one terminal.</summary>
internal sealed class CommandStreams : IDisposable
{
    // What a pipe holds, in as many pieces as it takes.
    private const int MostLastReads = (64 * 1024 / Frame.MaximumPayload) + 1;

    private static readonly TimeSpan _silence = TimeSpan.FromMilliseconds(300);

    private readonly List<Descriptor> _theirs = [];
    private readonly (Descriptor Read, Descriptor Write) _ended = Descriptor.Pipe();
    private readonly Lock _resizing = new();
    private readonly ConcurrentDictionary<Descriptor, int> _lastReads = new();
    private Descriptor? _terminal;
    private long _endedAt = long.MaxValue;

    /// <summary>What the program is to find open.</summary>
    public SpawnActions Actions { get; } = new();

    /// <summary>Where its input is written; null where it has none.</summary>
    public Descriptor? Input { get; private set; }

    /// <summary>Where its output is read, and as what it is sent on.</summary>
    public List<(Descriptor Ours, char Kind)> Outputs { get; } = [];

    public bool IsTerminal => _terminal is not null;

    /// <summary>
    /// Waits for more of an output; false at its end. What the program left running may hold it open for ever: after the program's own end a short silence is the end as well.
    /// </summary>
    public bool HasMore(Descriptor output)
    {
        // Only what the program itself has left in the pipe.
        if (MostAfterEnd is { } most && Environment.TickCount64 - Volatile.Read(ref _endedAt) > most.TotalMilliseconds)
            return output.IsReadable && _lastReads.AddOrUpdate(output, 1, (_, reads) => reads + 1) <= MostLastReads;
        while (!output.IsReadable)
        {
            if (_ended.Read.IsReadable) return output.WaitReadable(null, _silence);
            output.WaitReadable(_ended.Read, Timeout.InfiniteTimeSpan);
        }
        return true;
    }

    public static CommandStreams Pipes(bool withInput)
    {
        var streams = new CommandStreams();
        if (withInput)
        {
            var (read, write) = Descriptor.Pipe();
            streams.GiveTheirs(read, 0);
            streams.Input = write;
        }
        else streams.Actions.Open("/dev/null", 0);
        streams.AddOutput(1, FrameKind.Output);
        streams.AddOutput(2, FrameKind.Error);
        return streams;
    }

    public static CommandStreams Terminal(CommandRequest request)
    {
        var streams = new CommandStreams();
        var (ours, theirs) = Native.Terminal.Open();
        Native.Terminal.Resize(ours, new TerminalSize(request.Columns == 0 ? (ushort)80 : request.Columns, request.Rows == 0 ? (ushort)24 : request.Rows));
        streams._terminal = ours;
        streams.Actions.OpenTerminal(theirs);
        if (request.Input) streams.Input = ours;
        streams.Outputs.Add((ours, FrameKind.Output));
        return streams;
    }

    public void Resize(TerminalSize size)
    {
        lock (_resizing)
        {
            if (_terminal is { Number: >= 0 } terminal) Native.Terminal.Resize(terminal, size);
        }
    }

    /// <summary>The program has its ends: as long as ours are open too, nobody would see them close.</summary>
    public void CloseTheirs()
    {
        foreach (var end in _theirs) end.Dispose();
    }

    /// <summary>How long output counts that others write when the program has ended; null: until they are silent.</summary>
    public TimeSpan? MostAfterEnd { get; set; }

    public void SayEnded()
    {
        Volatile.Write(ref _endedAt, Environment.TickCount64);
        _ended.Write.Dispose();
    }

    public void Dispose()
    {
        CloseTheirs();
        Actions.Dispose();
        _ended.Write.Dispose();
        _ended.Read.Dispose();
        // The thread that writes input may be waiting in the pipe; it closes that one itself.
        lock (_resizing)
        {
            foreach (var (ours, _) in Outputs) ours.Dispose();
        }
    }

    private void GiveTheirs(Descriptor descriptor, int number)
    {
        _theirs.Add(descriptor);
        Actions.Give(descriptor, number);
    }

    private void AddOutput(int number, char kind)
    {
        var (read, write) = Descriptor.Pipe();
        GiveTheirs(write, number);
        Outputs.Add((read, kind));
    }
}
