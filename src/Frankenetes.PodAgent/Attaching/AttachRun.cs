using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Attaching;

/// <summary>Brings a channel and the container's own program together.</summary>
internal static class AttachRun
{
    private const int Attempts = 100;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    public static Result Run(Channel channel, AttachRequest request)
    {
        if (Connect(channel, request.Folder) is not { } line) return new Result(1, "the container's program takes nobody in");
        var size = new LatestSize(line);
        size.Start();
        // Only when the result is out: the program's parent waits for that.
        channel.WhenClosed(() =>
        {
            line.Dispose();
            size.Close();
        });
        channel.WhenResized(size.Set);
        if (request.Input) new Thread(() => SendInput(channel, line, size), 128 * 1024) { IsBackground = true }.Start();
        while (line.Receive() is { } frame)
        {
            if (frame.Kind == FrameKind.Result) return new Result(int.Parse(Encoding.ASCII.GetString(frame.Payload), CultureInfo.InvariantCulture));
            channel.WriteAll(frame.Kind, frame.Payload);
        }
        return new Result(1, "the container's program is gone");
    }

    // The container may have been started this very moment.
    private static AttachLine? Connect(Channel channel, string folder)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Connect(AttachLine.PlaceIn(folder));
                return new AttachLine(socket);
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
            if (channel.WaitClosed(_pause)) return null;
        }
        return null;
    }

    private static void SendInput(Channel channel, AttachLine line, LatestSize size)
    {
        while (channel.ReadInput() is { } bytes)
        {
            size.Send();
            line.Send(FrameKind.Input, bytes);
            channel.Grant(bytes.Length);
        }
        line.Send(FrameKind.End, []);
    }
}
