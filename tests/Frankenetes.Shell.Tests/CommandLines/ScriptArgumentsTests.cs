using Frankenetes.Shell.CommandLines;

namespace Frankenetes.Shell.Tests.CommandLines;

public sealed class ScriptArgumentsTests
{
    [Fact]
    public void A_colon_parts_a_name_from_its_value()
    {
        var bound = ScriptArguments.Bind(["-Uri:https://x:1/"]);
        Assert.Equal([("-Uri", (object)"https://x:1/")], bound.Select(parameter => (parameter.Name, parameter.Value)));
    }

    [Fact]
    public void A_colon_at_the_end_takes_the_next_word_even_if_it_looks_like_a_name()
    {
        var bound = ScriptArguments.Bind(["-Text:", "-x"]);
        Assert.Equal([("-Text", (object)"-x")], bound.Select(parameter => (parameter.Name, parameter.Value)));
    }

    [Theory]
    [InlineData("-On:$TRUE", true)]
    [InlineData("-On:$false", false)]
    [InlineData("-On:true", "true")]
    public void Only_the_two_switch_values_are_more_than_text(string word, object expected) =>
        Assert.Equal(expected, Assert.Single(ScriptArguments.Bind([word])).Value);

    [Fact]
    public void A_lone_hyphen_is_a_value() => Assert.Equal("-", Assert.Single(ScriptArguments.Bind(["-"])).Value);
}
