using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Tests.Commands;

public sealed class CommandTests
{
    [Fact]
    public void A_command_has_arguments_an_exit_code_and_its_error_output_apart()
    {
        using var session = new TestSession();
        var said = session.Run(new { exec = new { command = new[] { "sh", "-c", "echo \"$1\"; echo wrong >&2; exit 7", "sh", "two  words" } } });
        Assert.Equal((7, null), (said.Result.Code, said.Result.Error));
        Assert.Equal(("two  words\n", "wrong\n"), (said.OutputText, said.ErrorText));
    }

    [Fact]
    public void Two_hundred_kilobytes_of_random_bytes_go_through_cat_and_back_intact()
    {
        using var session = new TestSession();
        var sent = RandomNumberGenerator.GetBytes(200_000);
        session.Open(1, new { exec = new { command = new[] { "cat" }, input = true } });
        foreach (var part in sent.Chunk(Frame.MaximumPayload)) session.Send(1, FrameKind.Input, part);
        session.Send(1, FrameKind.End);
        var said = session.Finish(1);
        Assert.Equal(0, said.Result.Code);
        Assert.True(sent.AsSpan().SequenceEqual(said.Output));
    }

    [Fact]
    public void A_program_that_is_not_there_answers_127_and_says_so()
    {
        using var session = new TestSession();
        var result = session.Run(new { exec = new { command = new[] { "no-such-program" } } }).Result;
        Assert.Equal((127, "no-such-program: No such file or directory"), (result.Code, result.Error));
    }

    [Fact]
    public void A_file_that_nobody_may_run_answers_126()
    {
        using var session = new TestSession();
        Assert.Equal(126, session.Run(new { exec = new { command = new[] { "/etc/hostname" } } }).Result.Code);
    }

    [Fact]
    public void A_signal_that_ended_it_is_128_and_its_number()
    {
        using var session = new TestSession();
        Assert.Equal(128 + 15, session.Run(new { exec = new { command = new[] { "sh", "-c", "kill -TERM $$" } } }).Result.Code);
    }

    [Fact]
    public void Variables_and_the_folder_are_the_requests_own()
    {
        using var session = new TestSession();
        var said = session.Run(new { exec = new { command = new[] { "sh", "-c", "pwd; echo $COLOUR" }, environment = new Dictionary<string, string> { ["COLOUR"] = "green" }, workingDirectory = "/usr" } });
        Assert.Equal("/usr\ngreen\n", said.OutputText);
    }

    [Fact]
    public void Signals_that_the_runtime_ignores_are_the_commands_again()
    {
        using var session = new TestSession();
        var status = session.Run(new { exec = new { command = new[] { "grep", "-E", "SigIgn|SigBlk", "/proc/self/status" } } }).OutputText;
        var masks = status.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => ulong.Parse(line.Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        // 32 and 33 are the C library's own.
        Assert.All(masks, mask => Assert.Equal(0u, mask & 0x7fff_ffff));
    }

    [Fact]
    public void A_command_finds_no_descriptor_open_but_its_three()
    {
        using var session = new TestSession();
        // The fourth is the folder that ls reads.
        Assert.Equal("0\n1\n2\n3\n", session.Run(new { exec = new { command = new[] { "ls", "/proc/self/fd" } } }).OutputText);
    }

    [Fact]
    public void A_terminal_has_the_size_that_was_asked_for_and_follows_changes()
    {
        using var session = new TestSession();
        session.Open(1, new { exec = new { command = new[] { "sh", "-c", "stty size; read line; stty size" }, terminal = true, input = true, columns = 100, rows = 30 } });
        var first = session.Next();
        Assert.Equal("30 100\r\n", Encoding.UTF8.GetString(first.Payload));
        session.Send(1, FrameKind.Resize, "132 43");
        session.Send(1, FrameKind.Input, "\n");
        Assert.EndsWith("43 132\r\n", session.Finish(1).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_that_comes_right_behind_the_request_is_not_lost()
    {
        using var session = new TestSession();
        for (var channel = 1; channel <= 20; channel++)
        {
            session.Open(channel, new { exec = new { command = new[] { "sh", "-c", "read line; stty size" }, terminal = true, input = true } });
            session.Send(channel, FrameKind.Resize, "111 33");
            session.Send(channel, FrameKind.Input, "\n");
            Assert.EndsWith("33 111\r\n", session.Finish(channel).OutputText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Control_c_in_the_terminal_interrupts_the_program()
    {
        using var session = new TestSession();
        session.Open(1, new { exec = new { command = new[] { "sh", "-c", "echo on; exec sleep 100" }, terminal = true, input = true } });
        Assert.Equal(FrameKind.Output, session.Next().Kind);
        session.Send(1, FrameKind.Input, "\u0003");
        Assert.Equal(128 + 2, session.Finish(1).Result.Code);
    }

    [Fact]
    public void A_command_that_left_something_running_has_ended_all_the_same()
    {
        using var session = new TestSession();
        var said = session.Run(new { exec = new { command = new[] { "sh", "-c", "sleep 30 & echo done" } } });
        Assert.Equal("done\n", said.OutputText);
    }

    [Fact]
    public async Task A_cancelled_command_ends_with_what_it_started()
    {
        using var line = new LifeLine();
        using var session = new TestSession();
        session.Open(1, new { exec = new { command = line.HeldBy("trap '' HUP TERM; sleep 1000 & echo on; wait") } });
        Assert.Equal("on\n", Encoding.UTF8.GetString(session.Next().Payload));
        session.Send(1, FrameKind.Cancel);
        Assert.Equal(128 + 9, session.Finish(1).Result.Code);
        await line.AllHaveEndedAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_the_session_ends_its_commands(bool hangUp)
    {
        using var line = new LifeLine();
        using var session = new TestSession();
        session.Open(1, new { exec = new { command = line.HeldBy("echo on; exec sleep 1000") } });
        Assert.Equal("on\n", Encoding.UTF8.GetString(session.Next().Payload));
        if (hangUp) session.HangUp();
        else session.Send(0, FrameKind.Cancel);
        session.WaitForEnd();
        await line.AllHaveEndedAsync();
    }

    [Fact]
    public void A_reader_that_is_slow_stops_the_command_and_costs_no_memory()
    {
        using var session = new TestSession();
        session.Open(1, new { exec = new { command = new[] { "cat", "/dev/zero" } } });
        for (var received = 0; received < Channel.InitialCredit;) received += session.Next().Payload.Length;
        Assert.True(session.IsSilent(TimeSpan.FromMilliseconds(300)));
        Assert.InRange(MemoryKiB(session.ProcessId), 1, 32 * 1024);
    }

    [Fact]
    public void A_command_that_does_not_read_stops_nothing_but_its_own_input()
    {
        using var session = new TestSession();
        session.Open(1, new { exec = new { command = new[] { "sleep", "1000" }, input = true } });
        foreach (var part in new byte[Channel.InitialCredit].Chunk(Frame.MaximumPayload)) session.Send(1, FrameKind.Input, part);
        session.Open(2, new { exec = new { command = new[] { "echo", "besides" } } });
        Frame frame;
        while ((frame = session.Next()).Channel != 2) Assert.Equal(FrameKind.Credit, frame.Kind);
        Assert.Equal("besides\n", Encoding.UTF8.GetString(frame.Payload));
    }

    private static long MemoryKiB(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
}
