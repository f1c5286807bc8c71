using Frankenetes.Shell.CommandLines;

namespace Frankenetes.Shell.Tests.CommandLines;

public sealed class StartOptionsTests
{
    [Fact]
    public void Without_words_there_is_a_prompt() => Assert.Equal(StartMode.Prompt, StartOptions.Parse([]).Mode);

    [Theory]
    [InlineData("-NoSuchThing")]
    [InlineData("-File")]
    [InlineData("-Command")]
    [InlineData("no-such-script.ps1")]
    public void What_cannot_be_understood_is_refused(params string[] words) =>
        Assert.Throws<UsageException>(() => StartOptions.Parse(words));

    [Fact]
    public void Words_behind_the_script_are_its_own()
    {
        var script = typeof(StartOptionsTests).Assembly.Location;
        var options = StartOptions.Parse(["-NoProfile", "-NonInteractive", script, "-NoProfile"]);
        Assert.Equal((StartMode.File, script, true), (options.Mode, options.ScriptPath, options.NonInteractive));
        Assert.Equal("-NoProfile", Assert.Single(options.Arguments).Name);
    }
}
