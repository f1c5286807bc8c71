using System.Net;
using System.Net.Sockets;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Forwarding;

/// <summary>Relays between a channel and a connection. Each direction ends for itself; the relay is over when the pod's side has closed.</summary>
internal static class Relay
{
    public static Result Run(Channel channel, ForwardRequest request)
    {
        using var socket = Connect(request.Port, out var refusal);
        if (socket is null) return new Result(1, refusal);
        // Says that the connection stands, before any byte of it.
        channel.Write(FrameKind.Message, "{}"u8);
        channel.WhenClosed(socket.Dispose);
        new Thread(() => BringInput(channel, socket), 128 * 1024) { IsBackground = true }.Start();
        try
        {
            SendOutput(channel, socket);
            channel.Write(FrameKind.End, []);
            return new Result(0);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            return new Result(1, $"the connection to port {request.Port} broke off");
        }
    }

    // Programs listen on either.
    private static Socket? Connect(int port, out string? refusal)
    {
        refusal = null;
        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(address, port);
                socket.NoDelay = true;
                return socket;
            }
            catch (SocketException failure)
            {
                socket.Dispose();
                refusal ??= $"nothing answers at port {port} of the pod's localhost ({failure.SocketErrorCode})";
            }
        }
        return null;
    }

    private static void BringInput(Channel channel, Socket socket)
    {
        try
        {
            while (channel.ReadInput() is { } bytes)
            {
                socket.Send(bytes);
                channel.Grant(bytes.Length);
            }
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The pod's side is gone; who reads from it says so.
        }
    }

    private static void SendOutput(Channel channel, Socket socket)
    {
        var buffer = new byte[Frame.MaximumPayload];
        while (true)
        {
            var credit = channel.TakeCredit();
            if (credit == 0) return;
            var count = socket.Receive(buffer, credit, SocketFlags.None);
            channel.ReturnCredit(credit - count);
            if (count == 0) return;
            channel.Write(FrameKind.Output, buffer.AsSpan(0, count));
        }
    }
}
