using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Tests.Pipeline;

public class NamePatternsTests
{
    [Fact]
    public void No_name_means_every_name() => Assert.True(new NamePatterns(null).Match("dev"));

    [Fact]
    public void A_name_without_a_match_is_missing_and_a_pattern_is_not() =>
        Assert.Equal(["gone"], new NamePatterns(["dev", "gone", "x*"]).Missing(["dev"]));

    [Theory]
    [InlineData("d*", true)]
    [InlineData("DEV", true)]
    [InlineData("de", false)]
    public void Patterns_match_as_PowerShell_s_do(string pattern, bool expected) => Assert.Equal(expected, new NamePatterns([pattern]).Match("dev"));
}
