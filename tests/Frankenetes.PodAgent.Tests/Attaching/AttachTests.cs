using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Frankenetes.PodAgent.Attaching;
using Frankenetes.PodAgent.Sessions;
using Frankenetes.PodAgent.Tests.Starting;

namespace Frankenetes.PodAgent.Tests.Attaching;

/// <summary>Clients and programs that do not read.</summary>
public sealed class AttachTests : ProgramTest
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1), _silence = TimeSpan.FromMilliseconds(500);

    // More than a socket takes, and what is left of it finds room in the program's pipe.
    [Fact]
    public async Task A_program_ends_with_all_its_words_though_a_client_does_not_read()
    {
        using var program = Start("--state", Place("state"), "--input", "--", "sh", "-c", "echo on; read go; head -c 215000 /dev/zero | tr '\\0' x; echo; echo END; exit 3");
        Assert.Equal("on", await program.StandardOutput.ReadLineAsync().WaitAsync(_patience));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(AttachLine.PlaceIn(Place("state")));
        using var client = new AttachLine(socket);
        client.Send(FrameKind.Input, "go\n"u8);
        var log = await program.StandardOutput.ReadToEndAsync().WaitAsync(_patience);
        await program.WaitForExitAsync();
        Assert.EndsWith("x\nEND\n", log, StringComparison.Ordinal);
        Assert.Equal((3, 215_000), (program.ExitCode, log.Count(sign => sign == 'x')));
    }

    [Fact]
    public void A_size_for_a_program_that_does_not_read_its_input_holds_nothing_up()
    {
        using var program = Start("--state", Place("state"), "--input", "--", "sleep", "1000");
        try
        {
            using var client = new TestSession();
            client.Open(1, new { attach = new { folder = Place("state"), input = true } });
            Fill(client);
            client.Send(1, FrameKind.Resize, "111 33");
            client.Open(2, new { exec = new { command = new[] { "echo", "on" } } });
            // Credit for the input may still come in between.
            Frame frame;
            while ((frame = client.Next()).Channel != 2) Assert.Equal(FrameKind.Credit, frame.Kind);
            Assert.Equal("on\n", Encoding.UTF8.GetString(frame.Payload));
        }
        finally
        {
            program.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void A_program_runs_where_nobody_can_attach_to_it()
    {
        File.WriteAllText(Place("state"), "no folder");
        Assert.Equal(5, Run("--state", Place("state"), "--input", "--", "sh", "-c", "exit 5").Code);
    }

    // Until nothing more is taken.
    private static void Fill(TestSession client)
    {
        Send(client, Channel.InitialCredit);
        while (client.Next(_silence) is { } frame)
            if (frame.Kind == FrameKind.Credit) Send(client, int.Parse(Encoding.ASCII.GetString(frame.Payload), CultureInfo.InvariantCulture));
    }

    private static void Send(TestSession client, int bytes)
    {
        for (; bytes > 0; bytes -= Frame.MaximumPayload) client.Send(1, FrameKind.Input, new byte[Math.Min(bytes, Frame.MaximumPayload)]);
    }
}
