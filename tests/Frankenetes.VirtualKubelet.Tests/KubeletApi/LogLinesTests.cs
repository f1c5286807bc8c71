using Frankenetes.VirtualKubelet.KubeletApi;

namespace Frankenetes.VirtualKubelet.Tests.KubeletApi;

public sealed class LogLinesTests
{
    [Fact]
    public void Only_what_is_new_is_given_also_within_one_instant()
    {
        var lines = new LogLines();
        Assert.Equal(["1Z a", "1Z b"], lines.New("1Z a\n1Z b\n"));
        Assert.Empty(lines.New("1Z a\n1Z b\n"));
        Assert.Equal(["1Z c", "2Z d"], lines.New("1Z a\n1Z b\n1Z c\n2Z d\n"));
        Assert.Equal(["2Z e"], lines.New("1Z b\n1Z c\n2Z d\n2Z e\n"));
    }

    [Fact]
    public void Fractions_of_different_length_are_in_order()
    {
        var lines = new LogLines();
        Assert.Single(lines.New("2026-11-23T05:10:00.5Z a\n"));
        Assert.Equal(["2026-11-23T05:10:00.50001Z b"], lines.New("2026-11-23T05:10:00.5Z a\n2026-11-23T05:10:00.50001Z b\n"));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a\n\nb\n", 3)]
    public void A_text_is_cut_into_its_lines(string text, int count) => Assert.Equal(count, LogLines.Split(text).Count());
}
