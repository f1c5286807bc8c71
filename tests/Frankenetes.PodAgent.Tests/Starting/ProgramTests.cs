using System.Diagnostics;
using System.Text;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Tests.Starting;

/// <summary><c>frankenetes-pod run</c>, as a container's command.</summary>
public sealed class ProgramTests : ProgramTest
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    [Fact]
    public void The_program_takes_the_agents_place_with_its_signals_in_their_first_state()
    {
        using var program = Start("--in", Place("made/for/it"), "--", "sh", "-c", "pwd; echo $$; grep -E 'Sig(Ign|Blk)' /proc/self/status; exit 7");
        var lines = program.StandardOutput.ReadToEnd().Split('\n');
        program.WaitForExit();
        Assert.Equal((7, Place("made/for/it"), $"{program.Id}"), (program.ExitCode, lines[0], lines[1]));
        Assert.Equal(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"], lines[2..4]);
    }

    [Fact]
    public void The_pods_address_stands_in_variables_and_arguments()
    {
        var said = Run("--", "sh", "-c", "echo $ADDRESS $0", "on={frankenetes.io/pod-ip}").Output;
        Assert.Matches(@"^a=(\d+\.\d+\.\d+\.\d+) on=\1\n$", said);
    }

    [Fact]
    public void Files_and_folders_are_copied_with_their_modes_in_place_of_what_is_there()
    {
        Directory.CreateDirectory(Place("volume/..1/sub"));
        File.WriteAllText(Place("volume/..1/file"), "new");
        File.SetUnixFileMode(Place("volume/..1/file"), UnixFileMode.UserRead);
        File.WriteAllText(Place("volume/..1/sub/inner"), "inner");
        File.CreateSymbolicLink(Place("volume/file"), "..1/file");
        File.CreateSymbolicLink(Place("volume/sub"), "..1/sub");
        Directory.CreateDirectory(Place("there/sub"));
        File.WriteAllText(Place("there/file"), "old");
        File.WriteAllText(Place("there/sub/old"), "old");
        Assert.Equal(0, Run("--copy", Place("volume/file"), Place("there/file"), "--copy", Place("volume/sub"), Place("there/sub"), "--", "true").Code);
        Assert.Equal(("new", UnixFileMode.UserRead), (File.ReadAllText(Place("there/file")), File.GetUnixFileMode(Place("there/file"))));
        Assert.Equal(["inner"], Directory.GetFileSystemEntries(Place("there/sub")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_leads_into_the_volume_where_a_folder_is_made()
    {
        Directory.CreateDirectory(Place("volume"));
        Assert.Equal(0, Run("--link", Place("volume/a/b"), Place("deep/there"), "--", "sh", "-c", $"echo kept > {Place("deep/there/note")}").Code);
        Assert.Equal("kept\n", File.ReadAllText(Place("volume/a/b/note")));
    }

    [Fact]
    public void What_cannot_be_put_in_its_place_is_said_and_the_program_is_not_started()
    {
        var end = Run("--copy", Place("absent"), Place("there"), "--", "sh", "-c", "echo started");
        Assert.Equal((128, ""), (end.Code, end.Output));
        Assert.Contains($"{Place("absent")} cannot be put at {Place("there")}", end.Error, StringComparison.Ordinal);
        Assert.StartsWith($"{Place("absent")} cannot", Message(end.Error), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_entered_is_said_in_the_systems_words()
    {
        var end = Run("--in", "/proc/none", "--", "true");
        Assert.Equal((128, "workingDir /proc/none cannot be entered: No such file or directory"), (end.Code, Message(end.Error)));
    }

    [Theory]
    [InlineData("/absent/program", 127)]
    [InlineData("/etc", 126)]
    public void A_program_that_cannot_be_started_ends_as_shells_say_it(string program, int code)
    {
        Assert.Equal(code, Run("--", program).Code);
        Assert.Equal(code, Run("--state", Place("state"), "--", program).Code);
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("kill -KILL $$", 137)]
    public void A_parent_ends_as_its_program_does(string script, int code) => Assert.Equal(code, Run("--state", Place("state"), "--", "sh", "-c", script).Code);

    [Theory]
    [InlineData("TERM", 10)]
    [InlineData("USR1", 11)]
    [InlineData("INT", 12)]
    [InlineData("QUIT", 13)]
    public void A_parent_passes_signals_on(string signal, int code)
    {
        using var program = Start("--state", Place("state"), "--", "sh", "-c", $"trap 'exit {code}' {signal}; echo on; while :; do sleep 0.05; done");
        Assert.Equal("on", program.StandardOutput.ReadLine());
        using var kill = Process.Start("kill", [$"-{signal}", $"{program.Id}"]);
        // Where the tests themselves were started with a signal ignored, as by a shell in the background, it never comes.
        Assert.True(program.WaitForExit(_patience));
        Assert.Equal(code, program.ExitCode);
    }

    [Fact]
    public void The_last_message_is_the_last_line_of_the_log()
    {
        var end = Run("--state", Place("state"), "--message", Place("why"), "--", "sh", "-c", $"printf unfinished; echo because > {Place("why")}; exit 3");
        Assert.Equal((3, "because\n"), (end.Code, Message(end.Output)));
        Assert.StartsWith("unfinished\nfrankenetes-pod message ", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_file_holds_no_message()
    {
        var end = Run("--state", Place("state"), "--message", "/dev/stdout", "--", "sh", "-c", "echo said; exit 3");
        Assert.Equal((3, "said\n"), (end.Code, end.Output));
    }

    [Theory]
    [InlineData("echo one; echo two; exit 3", "one\ntwo\n")]
    [InlineData("seq 1 100; exit 3", null)]
    [InlineData("echo one; exit 0", "")]
    public void The_output_stands_in_for_a_message_where_the_program_fails(string script, string? expected)
    {
        var end = Run("--state", Place("state"), "--message", Place("why"), "--message-from-output", "--", "sh", "-c", script);
        expected ??= string.Concat(Enumerable.Range(21, 80).Select(number => $"{number}\n"));
        Assert.Equal(expected, expected.Length == 0 && !end.Output.Contains("frankenetes-pod", StringComparison.Ordinal) ? "" : Message(end.Output));
    }

    [Fact]
    public void What_a_run_wrote_is_there_in_the_next_one_in_lines_with_times()
    {
        Run("--state", Place("state"), "--message", Place("why"), "--", "sh", "-c", $"echo first; echo error >&2; printf because > {Place("why")}");
        Run("--state", Place("state"), "--", "echo", "second");
        using var session = new TestSession();
        var output = session.Run(new { former = new { folder = Place("state"), message = false } });
        Assert.Equal(0, output.Result.Code);
        Assert.Equal(["error", "first"], output.OutputText.TrimEnd('\n').Split('\n').Select(line => line.Split(' ')[1]).Order());
        Assert.True(DateTimeOffset.TryParse(output.OutputText.Split(' ')[0], out _));
        session.Open(2, new { former = new { folder = Place("state"), message = true } });
        Assert.Equal("because", session.Finish(2).OutputText);
        session.Open(3, new { former = new { folder = Place("none"), message = false } });
        Assert.Equal("nothing is kept of a former run", session.Finish(3).Result.Error);
    }

    [Theory]
    [InlineData(300_000, 2)]
    [InlineData(700_000, 3)]
    public void A_time_stands_at_the_begin_of_a_line_and_nowhere_else(int length, int lines)
    {
        Run("--state", Place("state"), "--", "sh", "-c", $"head -c {length} /dev/zero | tr '\\0' x; echo; echo end");
        Run("--state", Place("state"), "--", "true");
        using var session = new TestSession();
        var kept = session.Run(new { former = new { folder = Place("state"), message = false } }).OutputText.TrimEnd('\n').Split('\n');
        Assert.Equal(lines, kept.Length);
        Assert.All(kept, line => Assert.Matches("^[0-9TZ:.-]+ (x+|end)$", line));
        Assert.Equal(length, kept.Sum(line => line.Count(sign => sign == 'x')));
    }

    [Fact]
    public void Not_more_than_half_a_MiB_is_kept()
    {
        Run("--state", Place("state"), "--", "sh", "-c", "yes 0123456789 | head -c 3000000");
        Assert.InRange(Directory.EnumerateFiles(Place("state"), "output*").Sum(file => new FileInfo(file).Length), 256 * 1024, 600 * 1024);
    }

    [Fact]
    public void Clients_attach_to_its_input_and_all_see_its_output()
    {
        using var program = Start("--state", Place("state"), "--input-once", "--", "sh", "-c", "while read line; do echo \"heard $line\"; done; exit 5");
        using var watcher = new TestSession();
        using var writer = new TestSession();
        watcher.Open(1, new { attach = new { folder = Place("state"), input = false } });
        writer.Open(1, new { attach = new { folder = Place("state"), input = true } });
        writer.Send(1, FrameKind.Input, "one\n");
        Assert.Equal("heard one\n", Next(writer));
        // It may be the later to join: what was said before is not for it.
        while (watcher.IsSilent(TimeSpan.FromMilliseconds(200)))
        {
            writer.Send(1, FrameKind.Input, "again\n");
            Assert.Equal("heard again\n", Next(writer));
        }

        writer.Send(1, FrameKind.Input, "two\n");
        writer.Send(1, FrameKind.End);
        var end = writer.Finish(1);
        Assert.Equal(("heard two\n", 5), (end.OutputText, end.Result.Code));
        Assert.EndsWith("heard two\n", watcher.Finish(1).OutputText, StringComparison.Ordinal);
        program.WaitForExit();
        Assert.Equal((5, "heard one heard two"), (program.ExitCode, string.Join(' ', program.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line != "heard again"))));
    }

    [Fact]
    public void What_the_program_left_running_does_not_hold_its_end_up()
    {
        var begun = Place("begun");
        using var program = Start("--state", Place("state"), "--", "sh", "-c", $"(trap '' PIPE; echo tick; echo > {begun}; for i in $(seq 400); do echo tick; sleep 0.05; done) & until [ -e {begun} ]; do sleep 0.05; done; exit 5");
        program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        Assert.Equal(5, program.ExitCode);
        Assert.InRange(File.ReadAllText(Place("state/output")).Split("tick").Length, 2, 200);
    }

    [Fact]
    public void A_terminal_has_the_size_of_whoever_attached_and_stays_when_he_leaves()
    {
        using var program = Start("--state", Place("state"), "--input", "--terminal", "--", "sh", "-c", "while read line; do stty size; done");
        using (var first = new TestSession())
        {
            first.Open(1, new { attach = new { folder = Place("state"), input = true } });
            first.Send(1, FrameKind.Resize, "111 33");
            first.Send(1, FrameKind.Input, "a\n");
            Assert.Contains("33 111", Until(first, "33 111"), StringComparison.Ordinal);
            first.Send(1, FrameKind.End);
        }
        using var second = new TestSession();
        second.Open(1, new { attach = new { folder = Place("state"), input = true } });
        second.Send(1, FrameKind.Input, "b\n");
        Assert.Contains("33 111", Until(second, "33 111"), StringComparison.Ordinal);
        second.Send(1, FrameKind.Input, "\u0004");
        Assert.Equal(0, second.Finish(1).Result.Code);
        program.WaitForExit();
    }

    private static string Message(string log) => Encoding.UTF8.GetString(Convert.FromBase64String(log.TrimEnd('\n').Split('\n')[^1]["frankenetes-pod message ".Length..]));

    private static string Until(TestSession session, string wanted)
    {
        var said = "";
        while (!said.Contains(wanted, StringComparison.Ordinal)) said += Next(session);
        return said;
    }
}
