using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Frankenetes.PodAgent.Commands;
using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Attaching;

/// <summary>
/// The clients that are attached to a program: all see its output, any may write its input. One that does not read holds the program up, as a terminal does whose user pressed Ctrl-S.
/// </summary>
/// <param name="folder">Where to listen.</param>
/// <param name="streams">The program's.</param>
/// <param name="inputOnce">The end of a client's input, and of the client, is the end of all input.</param>
internal sealed class Attachments(string folder, CommandStreams streams, bool inputOnce) : IDisposable
{
    private readonly List<AttachLine> _lines = [];
    private readonly object _lock = new();
    private readonly Lock _input = new();
    private Socket? _listener;
    private bool _left;

    /// <summary>From now on clients find it. The place belongs to the pod alone, and its containers may run as different users.</summary>
    public void Listen()
    {
        var place = AttachLine.PlaceIn(folder);
        try
        {
            File.Delete(place.ToString());
            _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            _listener.Bind(place);
            File.SetUnixFileMode(place.ToString(), (UnixFileMode)0b110_110_110);
            _listener.Listen();
            Start(Accept);
        }
        catch (Exception refused) when (refused is SocketException or IOException or UnauthorizedAccessException)
        {
            // A volume that cannot be written: the program runs, and nobody attaches.
        }
    }

    public void Send(char kind, ReadOnlySpan<byte> bytes)
    {
        AttachLine[] lines;
        lock (_lock) lines = [.. _lines];
        foreach (var line in lines)
            if (!line.Send(kind, bytes)) Remove(line);
    }

    /// <summary>Says how the program ended, and waits until the clients have passed it on: with this process the container's others end, theirs too.</summary>
    public void End(int code)
    {
        Send(FrameKind.Result, Encoding.ASCII.GetBytes(code.ToString(CultureInfo.InvariantCulture)));
        lock (_lock)
        {
            while (_lines.Count > 0) Monitor.Wait(_lock);
        }
    }

    /// <summary>Waits for nobody any more: who is attached still is cut off, and nobody else is taken in.</summary>
    public void Leave()
    {
        AttachLine[] lines;
        lock (_lock) (lines, _left) = ([.. _lines], true);
        foreach (var line in lines) Remove(line);
    }

    public void Dispose() => _listener?.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var line = new AttachLine(_listener!.Accept());
                lock (_lock)
                {
                    if (_left) line.Dispose();
                    else _lines.Add(line);
                }
                Start(() => Follow(line));
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The program has ended.
        }
    }

    private void Follow(AttachLine line)
    {
        var wrote = false;
        while (line.Receive() is { } frame)
        {
            if (frame.Kind == FrameKind.Input) wrote = Write(frame.Payload) || wrote;
            else if (frame.Kind == FrameKind.End) Close();
            else if (frame.Kind == FrameKind.Resize && TerminalSize.TryParse(frame.Payload, out var size)) streams.Resize(size);
        }
        Remove(line);
        if (wrote) Close();
    }

    private bool Write(byte[] bytes)
    {
        try
        {
            lock (_input) return streams.Input?.Write(bytes) == true;
        }
        catch (SystemCallException)
        {
            // The input is at its end.
            return false;
        }
    }

    private void Close()
    {
        if (!inputOnce) return;
        lock (_input) streams.Input?.Dispose();
    }

    private void Remove(AttachLine line)
    {
        lock (_lock)
        {
            _lines.Remove(line);
            Monitor.PulseAll(_lock);
        }
        line.Dispose();
    }

    private static void Start(Action action) => new Thread(() => action(), 128 * 1024) { IsBackground = true }.Start();
}
