using System.Text;
using Frankenetes.LocalAzure.Engine;

namespace Frankenetes.LocalAzure.Tests.Engine;

public class LogAssemblerTests
{
    private const string Time = "2026-01-01T00:00:00.123456789Z ";

    [Fact]
    public void A_line_that_was_written_in_pieces_has_one_time()
    {
        using var log = new LogAssembler(timestamps: true, 1000);
        foreach (var part in new[] { "one ", "two ", "three\n", "next\n" }) log.Add(1, Encoding.UTF8.GetBytes(Time + part));
        Assert.Equal($"{Time}one two three\n{Time}next\n", log.Text);
    }

    [Fact]
    public void Output_and_error_have_lines_of_their_own()
    {
        using var log = new LogAssembler(timestamps: true, 1000);
        log.Add(1, Encoding.UTF8.GetBytes(Time + "out "));
        log.Add(2, Encoding.UTF8.GetBytes(Time + "error\n"));
        log.Add(1, Encoding.UTF8.GetBytes(Time + "more\n"));
        Assert.Equal($"{Time}out {Time}error\nmore\n", log.Text);
    }

    [Fact]
    public void Without_times_nothing_is_cut_out_and_the_end_is_what_is_kept()
    {
        using var log = new LogAssembler(timestamps: false, 40);
        for (var i = 0; i < 1000; i++) log.Add(1, Encoding.UTF8.GetBytes(Time + "x"));
        Assert.Equal(40, log.Text.Length);
        Assert.EndsWith(Time + "x", log.Text, StringComparison.Ordinal);
    }
}
